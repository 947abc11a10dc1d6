import Link from "next/link";
import { AuditDetail } from "@/components/case/audit-detail";
import { formatCount } from "@/components/format/format-count";
import { buttonLook } from "@/components/ui/button-look";
import { Card } from "@/components/ui/card";
import { Cell, Table } from "@/components/ui/table";
import { When } from "@/components/ui/when";
import { visibleText } from "@/lib/core/visible-text";
import type { AuditEntryRow } from "@/lib/timeline/list-audit-entries";

const COLUMNS = [
  { name: "No.", numeric: true },
  { name: "Time" },
  { name: "Who" },
  { name: "What" },
  { name: "Case" },
  { name: "Subject" },
  { name: "Detail" },
  { name: "From" },
  { name: "Hash" },
];

export function AuditTable({
  entries,
  first,
  older,
  exports,
  onlyCase,
}: {
  entries: readonly AuditEntryRow[];
  /** Where the newest are, null on their page; where the next page is, null on the last. */
  first: string | null;
  older: string | null;
  /** The same entries, of all pages, as files. */
  exports: readonly { words: string; href: string }[];
  /** The trail of one case. */
  onlyCase: (caseId: string) => string;
}) {
  return (
    <Card
      title="Entries"
      note={
        <span className="flex flex-wrap items-center gap-x-2">
          the newest first; all of these as
          {exports.map(({ words, href }) => (
            <a key={href} href={href} download className={buttonLook("quiet")}>
              {words}
            </a>
          ))}
        </span>
      }
    >
      <Table label="Audit entries" columns={COLUMNS}>
        {entries.map((entry) => (
          <tr key={entry.id} className="hover:bg-raise">
            <Cell numeric className="text-faint">
              {formatCount(Number(entry.id))}
            </Cell>
            <Cell>
              <When at={entry.atMs} />
            </Cell>
            <Cell>{entry.actor}</Cell>
            <Cell className="font-medium">{entry.what}</Cell>
            <Cell>
              <CaseOf entry={entry} onlyCase={onlyCase} />
            </Cell>
            <Cell wrap className="min-w-32 max-w-72 break-words">
              {entry.subject ?? ""}
            </Cell>
            <Cell wrap className="min-w-48 max-w-96 text-dim">
              {entry.emptied ? "emptied when the case was purged" : <AuditDetail detail={entry.detail} />}
            </Cell>
            <Cell wrap className="min-w-28 max-w-48 text-dim">
              <From entry={entry} />
            </Cell>
            <Cell mono className="text-faint">
              <span title={entry.hash}>{entry.hash.slice(0, 12)}</span>
            </Cell>
          </tr>
        ))}
      </Table>
      {first === null && older === null ? null : (
        <nav aria-label="Pages of entries" className="flex gap-2 border-line border-t px-3.5 py-2">
          {first === null ? null : (
            <Link href={first} className={buttonLook()}>
              Newest entries
            </Link>
          )}
          {older === null ? null : (
            <Link href={older} className={buttonLook()}>
              Older entries
            </Link>
          )}
        </nav>
      )}
    </Card>
  );
}

function From({ entry: { address, agent } }: { entry: AuditEntryRow }) {
  return (
    <>
      {address === null ? null : <span className="mono block">{address}</span>}
      {agent === null ? null : (
        <span className="block truncate text-faint" title={visibleText(agent)}>
          {visibleText(agent)}
        </span>
      )}
    </>
  );
}

function CaseOf({ entry, onlyCase }: { entry: AuditEntryRow; onlyCase: (caseId: string) => string }) {
  if (entry.caseId === null) return null;
  return (
    <span className="flex items-center gap-x-2">
      {entry.caseTitle === null ? (
        <span className="text-faint">deleted</span>
      ) : (
        <Link
          href={`/cases/${entry.caseId}`}
          title={entry.caseTitle}
          className="block max-w-52 truncate hover:underline 2xl:max-w-96"
        >
          {visibleText(entry.caseTitle)}
        </Link>
      )}
      <Link
        href={onlyCase(entry.caseId)}
        aria-label={`Only entries of ${entry.caseTitle ?? "this deleted case"}`}
        title="Only the entries of this case"
        className="inline-flex h-6 items-center rounded px-1 text-faint text-xs hover:bg-soft hover:text-text"
      >
        only
      </Link>
    </span>
  );
}
