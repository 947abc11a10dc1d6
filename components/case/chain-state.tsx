import { countOf } from "@/components/format/format-count";
import { Card } from "@/components/ui/card";
import { Chip } from "@/components/ui/chip";

/** Whether the trail holds together, and whether anything keeps the app itself from changing it. */
export function ChainState({
  entries,
  brokenAt,
  enforced,
}: {
  entries: number;
  brokenAt: string | null;
  enforced: boolean;
}) {
  return (
    <Card title="State of the trail">
      <dl className="grid gap-2 px-3.5 py-3">
        <div className="flex flex-wrap items-center gap-2">
          <dt className="sr-only">Hash chain</dt>
          <dd className="flex flex-wrap items-center gap-2">
            {brokenAt === null ? <Chip tone="ok">chain holds</Chip> : <Chip tone="flag">chain broken</Chip>}
            {brokenAt === null
              ? `${countOf(entries, "entry", "entries")}, each with the hash of the one before.`
              : `Entry ${brokenAt} does not match its hash, or the entry before it is missing.`}
          </dd>
        </div>
        <div className="flex flex-wrap items-center gap-2">
          <dt className="sr-only">Append-only</dt>
          <dd className="flex flex-wrap items-center gap-2">
            {enforced ? <Chip tone="ok">enforced</Chip> : <Chip tone="warn">not enforced</Chip>}
            {enforced
              ? "The database role of the app can add entries and can neither change nor delete them."
              : "The database role of the app owns its tables: the database would let it change entries. Give the app a role of its own to enforce it."}
          </dd>
        </div>
      </dl>
    </Card>
  );
}
