import { countOf } from "@/components/format/format-count";
import { buttonLook } from "@/components/ui/button-look";
import { Card } from "@/components/ui/card";
import { Chip } from "@/components/ui/chip";
import { When } from "@/components/ui/when";

/** Whether the trail holds together, and whether anything keeps the app itself from changing it. */
export function ChainState({
  chain: { entries, brokenAt, wholeAtMs, since },
  enforced,
  shown,
}: {
  chain: {
    entries: number;
    brokenAt: string | null;
    /** When every entry was last worked out anew, and how many were added since. */
    wholeAtMs: number | null;
    since: number;
  };
  enforced: boolean;
  /** The filters of the page, which verifying leaves as they are. */
  shown: Record<string, string | undefined>;
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
              : `Entry ${brokenAt} does not match its hash, the entry before it is missing, or it is not the one that was verified before.`}
          </dd>
        </div>
        {wholeAtMs === null ? null : (
          <div className="flex flex-wrap items-center gap-2">
            <dt className="sr-only">Verified</dt>
            <dd className="flex flex-wrap items-center gap-2 text-dim">
              <span>
                All of it was verified <When at={Math.floor(wholeAtMs / 1000) * 1000} />
                {since === 0 ? "." : `; the ${countOf(since, "entry", "entries")} added since, as they came.`}
              </span>
              <form action="/audit">
                {Object.entries(shown).map(([name, value]) =>
                  value === undefined ? null : <input key={name} type="hidden" name={name} value={value} />,
                )}
                <button type="submit" name="verify" value="all" className={buttonLook("quiet")}>
                  Verify all of it
                </button>
              </form>
            </dd>
          </div>
        )}
        <div className="flex flex-wrap items-center gap-2">
          <dt className="sr-only">Append-only</dt>
          <dd className="flex flex-wrap items-center gap-2">
            {enforced ? <Chip tone="ok">enforced</Chip> : <Chip tone="warn">not enforced</Chip>}
            {enforced
              ? "The database role of the app can add entries and can neither change nor delete them."
              : "A trigger refuses changes, but the database role of the app owns the table and could take that away. Give the app a role of its own to enforce it."}
          </dd>
        </div>
      </dl>
    </Card>
  );
}
