import Link from "next/link";
import { EvidenceRef } from "@/components/evidence/evidence-ref";
import { PivotLink } from "@/components/search/pivot-link";
import { useTimes } from "@/components/shell/zone";
import { describeEvent } from "@/components/timeline/describe-event";
import { SOURCE_NAMES } from "@/components/timeline/event-filters";
import { placeOf } from "@/components/timeline/event-place";
import type { UrlState } from "@/components/timeline/use-url-state";
import { Bytes } from "@/components/ui/bytes";
import { SourceSquare } from "@/components/ui/source-square";
import { Cell, Table } from "@/components/ui/table";
import { canonicalAddress } from "@/lib/core/address";
import type { CaseRow } from "@/lib/timeline/search/search-case";

const COLUMNS = [
  ...[{ name: "Time" }, { name: "Source" }, { name: "What" }, { name: "Peer" }, { name: "Bytes out", numeric: true }],
  ...[{ name: "Instance" }, { name: "Record" }],
];
const AROUND_MS = 30 * 60_000;

/** The record on the page of its instance, with what happened around it. */
function eventPath(caseId: string, row: CaseRow): string | null {
  if (row.instanceId === null || row.ip === null) return null;
  const search = new URLSearchParams({
    ...{ ip: row.ip, tie: "all", group: "off", open: placeOf(row) },
    ...{ from: new Date(row.atMs - AROUND_MS).toISOString(), to: new Date(row.atMs + AROUND_MS).toISOString() },
  });
  return `/cases/${caseId}/instances/${row.instanceId}?${search}`;
}

/** Records that a search found, each with the way to its instance, or to itself where none met the address, and to its file. */
export function SearchRows({
  caseId,
  rows,
  hrefOf,
  onOpen,
}: {
  caseId: string;
  rows: readonly CaseRow[];
  hrefOf: UrlState["hrefOf"];
  /** Opens a record that no page of an instance shows. */
  onOpen: (row: CaseRow) => void;
}) {
  const times = useTimes();
  return (
    <Table label="Records found" columns={COLUMNS}>
      {rows.map((row) => {
        const words = describeEvent(row);
        const path = eventPath(caseId, row);
        const peer = canonicalAddress(words.peer);
        return (
          <tr key={placeOf(row)}>
            <Cell mono>
              <time dateTime={new Date(row.atMs).toISOString()} title={times.instant(row.atMs)}>
                {times.dayClock(row.atMs)}
              </time>
            </Cell>
            <Cell>
              <span className="inline-flex items-center gap-1.5 text-sm">
                <SourceSquare of={row.source} />
                {SOURCE_NAMES[row.source]}
              </span>
            </Cell>
            <Cell className={`max-w-[320px] truncate ${words.flagged ? "font-medium text-flag" : ""}`}>
              {path === null ? (
                <a
                  href={hrefOf({ open: placeOf(row), of: row.instanceId })}
                  onClick={(event) => {
                    if (event.metaKey || event.ctrlKey || event.shiftKey || event.button !== 0) return;
                    event.preventDefault();
                    onOpen(row);
                  }}
                  title={words.what}
                  className="hover:underline"
                >
                  {words.what}
                </a>
              ) : (
                <Link href={path} prefetch={false} title={words.what} className="hover:underline">
                  {words.what}
                </Link>
              )}
            </Cell>
            <Cell mono className="max-w-[220px] truncate text-dim">
              {peer === null ? words.peer : <PivotLink pivot={{ field: "ip", value: peer }}>{words.peer}</PivotLink>}
            </Cell>
            <Cell numeric>{words.bytesOut === null ? null : <Bytes bytes={words.bytesOut} />}</Cell>
            <Cell mono className="text-dim">
              {row.instanceId ?? <span title="No evidence tells whose this record is">not known</span>}
            </Cell>
            <Cell>
              <EvidenceRef
                caseId={caseId}
                name={row.evidence.fileName}
                sha256={row.evidence.sha256}
                record={row.evidence.record}
                most={18}
              />
            </Cell>
          </tr>
        );
      })}
    </Table>
  );
}
