import { MANUAL_ANCHOR } from "@/components/board/manual-anchor";
import { formatContact } from "@/components/format/format-time";
import type { Times } from "@/components/format/times";
import { COLUMN_ROOM } from "@/components/timeline/event-columns";
import type { TableRow } from "@/components/timeline/table-rows";
import { visibleText } from "@/lib/core/visible-text";

const CELL = "h-[30px] overflow-hidden text-ellipsis whitespace-nowrap border-soft border-b px-2.5 first:pl-3.5";

/** What somebody entered by hand, at its time among the records: it says so, who entered it and from when on it was known. */
export function ManualRow({
  line: { id, atMs, event },
  times,
  firstContactMs,
}: {
  line: Extract<TableRow, { kind: "manual" }>;
  times: Times;
  firstContactMs: number | null;
}) {
  const known = `known ${times.dayClock(Date.parse(event.knownAt))} from ${visibleText(event.source)}`;
  const by = `entered by ${visibleText(event.by)}`;
  const title = visibleText(event.title);
  return (
    <tr className="bg-soft/60 hover:bg-soft">
      <td className={CELL}>
        <time className="mono" dateTime={event.at} title={times.instant(atMs)}>
          {times.dayClock(atMs)}
        </time>
      </td>
      <td className={`${CELL} num ${COLUMN_ROOM.contact}`}>
        <span className="text-dim">{firstContactMs === null ? "" : formatContact(atMs, firstContactMs)}</span>
      </td>
      <td className={CELL}>
        <span className="inline-flex items-center gap-1.5 text-sm">
          <span aria-hidden="true" className="mx-px size-[7px] rotate-45 border border-text bg-panel" />
          <span className="sr-only @min-[880px]:not-sr-only">By hand</span>
        </span>
      </td>
      <td className={CELL}>
        <a
          data-line={id}
          href={`#${MANUAL_ANCHOR}`}
          title={`${title}: ${known}; ${by}`}
          className="block truncate -outline-offset-2"
        >
          {title}
          <span className="text-dim"> · {known}</span>
        </a>
      </td>
      <td className={`${CELL} ${COLUMN_ROOM.peer}`} />
      <td className={CELL} />
      <td className={`${CELL} text-dim ${COLUMN_ROOM.evidence}`} title={by}>
        {by}
      </td>
    </tr>
  );
}
