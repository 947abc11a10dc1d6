"use client";

import { createColumnHelper, tableFeatures, useTable } from "@tanstack/react-table";
import { useVirtualizer } from "@tanstack/react-virtual";
import { useEffect, useMemo, useRef } from "react";
import { EvidenceRef } from "@/components/evidence/evidence-ref";
import { formatContact, formatDayClock, formatInstant } from "@/components/format/format-time";
import { describeEvent, type EventWords } from "@/components/timeline/describe-event";
import { SOURCE_NAMES } from "@/components/timeline/event-filters";
import type { ReadState } from "@/components/timeline/use-event-pages";
import { Bytes } from "@/components/ui/bytes";
import { SourceSquare } from "@/components/ui/source-square";
import type { EventRow } from "@/lib/timeline/events/event.types";

const ROW_PX = 30;
const HEAD_PX = 28;
const VISIBLE_ROWS = 20;
// So many rows before the end the next page is asked for.
const READ_AHEAD = 40;

type Row = EventRow & { words: EventWords };

const features = tableFeatures({});
const helper = createColumnHelper<typeof features, Row>();

const WIDTHS: Record<string, string> = {
  time: "w-[146px]",
  contact: "w-[104px]",
  source: "w-[76px]",
  what: "",
  peer: "w-[124px]",
  bytesOut: "w-[84px]",
  evidence: "w-[188px] 2xl:w-[290px]",
};
const NUMERIC = new Set(["contact", "bytesOut"]);

export interface EventTableProps {
  caseId: string;
  rows: readonly EventRow[];
  more: boolean;
  state: ReadState;
  readOn: () => void;
  firstContactMs: number | null;
  tied: boolean;
}

/** One row an event, in order of time; only the rows in sight are in the page. */
export function EventTable({ caseId, rows, more, state, readOn, firstContactMs, tied }: EventTableProps) {
  const data = useMemo(() => rows.map((row): Row => ({ ...row, words: describeEvent(row) })), [rows]);
  const columns = useMemo(() => columnsFor(caseId, firstContactMs, tied), [caseId, firstContactMs, tied]);
  const table = useTable({ features, columns, data, getRowId: (row) => rowId(row) });
  const found = table.getRowModel().rows;
  const scroller = useRef<HTMLDivElement>(null);
  const virtual = useVirtualizer({
    count: found.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => ROW_PX,
    overscan: 12,
    initialRect: { width: 1000, height: VISIBLE_ROWS * ROW_PX },
  });
  const items = virtual.getVirtualItems();
  const lastIndex = items.at(-1)?.index ?? 0;
  useEffect(() => {
    if (more && state === "ready" && lastIndex >= found.length - READ_AHEAD) readOn();
  }, [more, state, lastIndex, found.length, readOn]);

  if (found.length === 0) {
    return (
      <p className="px-3.5 py-6 text-dim">
        {tied
          ? "No record of these sources names the address in this stretch of time. Coverage tells what was recorded at all."
          : "No record of these sources in this stretch of time. Coverage tells what was recorded at all."}
      </p>
    );
  }
  const before = items[0]?.start ?? 0;
  const after = virtual.getTotalSize() - (items.at(-1)?.end ?? 0);
  return (
    <section
      ref={scroller}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard
      tabIndex={0}
      aria-label="Events of the instance"
      className="overflow-auto"
      style={{ height: Math.min(VISIBLE_ROWS, found.length) * ROW_PX + HEAD_PX + 1 }}
    >
      <table className="w-full min-w-[940px] table-fixed border-collapse" aria-rowcount={more ? -1 : found.length + 1}>
        <caption className="sr-only">Events of the instance, in order of time</caption>
        <thead className="sticky top-0 z-10 bg-panel">
          {table.getHeaderGroups().map((group) => (
            <tr key={group.id} aria-rowindex={1}>
              {group.headers.map((header) => (
                <th
                  key={header.id}
                  scope="col"
                  className={`h-7 border-line border-b px-2.5 text-faint text-xs first:pl-3.5 ${WIDTHS[header.id] ?? ""} ${NUMERIC.has(header.id) ? "text-right" : ""}`}
                >
                  <table.FlexRender header={header} />
                </th>
              ))}
            </tr>
          ))}
        </thead>
        <tbody>
          {before > 0 ? <Spacer height={before} columns={columns.length} /> : null}
          {items.map((item) => {
            const row = found[item.index];
            if (!row) return null;
            return (
              <tr key={row.id} aria-rowindex={item.index + 2} className="hover:bg-raise">
                {row.getAllCells().map((cell) => (
                  <td
                    key={cell.id}
                    className={`h-[30px] overflow-hidden text-ellipsis whitespace-nowrap border-soft border-b px-2.5 first:pl-3.5 ${NUMERIC.has(cell.column.id) ? "num" : ""}`}
                  >
                    <table.FlexRender cell={cell} />
                  </td>
                ))}
              </tr>
            );
          })}
          {after > 0 ? <Spacer height={after} columns={columns.length} /> : null}
        </tbody>
      </table>
      {state === "failed" ? (
        <p className="px-3.5 py-2 text-warn" role="alert">
          The next events could not be read.{" "}
          <button type="button" onClick={readOn} className="underline">
            Try again
          </button>
        </p>
      ) : null}
    </section>
  );
}

function Spacer({ height, columns }: { height: number; columns: number }) {
  return (
    // biome-ignore lint/a11y/noAriaHiddenOnFocusable: a table row takes no focus
    <tr aria-hidden="true">
      <td colSpan={columns} style={{ height, padding: 0 }} />
    </tr>
  );
}

function rowId({ source, evidence }: EventRow): string {
  return `${source} ${evidence.fileId} ${evidence.record}`;
}

/** Among everything, what names the address stands out; where all rows do, the first contact and use from elsewhere. */
function standsOut({ words, ...event }: Row, firstContactMs: number | null, tied: boolean): boolean {
  if (event.source === "api" && event.foreign) return true;
  return tied ? event.atMs === firstContactMs : words.flagged;
}

function columnsFor(caseId: string, firstContactMs: number | null, tied: boolean) {
  return helper.columns([
    helper.display({
      id: "time",
      header: "Time",
      cell: ({ row: { original } }) => (
        <time className="mono" dateTime={new Date(original.atMs).toISOString()} title={formatInstant(original.atMs)}>
          {formatDayClock(original.atMs)}
        </time>
      ),
    }),
    helper.display({
      id: "contact",
      header: "Contact",
      cell: ({ row: { original } }) => (
        <span className="text-dim" title="From the first contact">
          {firstContactMs === null ? "" : formatContact(original.atMs, firstContactMs)}
        </span>
      ),
    }),
    helper.display({
      id: "source",
      header: "Source",
      cell: ({ row: { original } }) => (
        <span className="inline-flex items-center gap-1.5 text-sm">
          <SourceSquare of={original.source} />
          {SOURCE_NAMES[original.source]}
        </span>
      ),
    }),
    helper.display({
      id: "what",
      header: "What",
      cell: ({ row: { original } }) => (
        <span
          title={original.words.what}
          className={standsOut(original, firstContactMs, tied) ? "font-medium text-flag" : ""}
        >
          {original.words.what}
        </span>
      ),
    }),
    helper.display({
      id: "peer",
      header: "Peer",
      cell: ({ row: { original } }) => (
        <span className="mono text-dim" title={original.words.peer}>
          {original.words.peer}
        </span>
      ),
    }),
    helper.display({
      id: "bytesOut",
      header: "Bytes out",
      cell: ({ row: { original } }) =>
        original.words.bytesOut === null ? null : <Bytes bytes={original.words.bytesOut} />,
    }),
    helper.display({
      id: "evidence",
      header: "Evidence",
      cell: ({ row: { original } }) => (
        <EvidenceRef
          caseId={caseId}
          name={original.evidence.fileName}
          sha256={original.evidence.sha256}
          record={original.evidence.record}
          most={30}
        />
      ),
    }),
  ]);
}
