"use client";

import { useTable } from "@tanstack/react-table";
import { useVirtualizer } from "@tanstack/react-virtual";
import { type ReactNode, type Ref, useEffect, useImperativeHandle, useMemo, useRef } from "react";
import { formatCount } from "@/components/format/format-count";
import { useBoundKeys } from "@/components/shell/use-shortcut";
import { useTimes } from "@/components/shell/zone";
import {
  COLUMN_LOOKS,
  COLUMN_ROOM,
  type EventLine,
  eventColumns,
  features,
  NUMERIC,
} from "@/components/timeline/event-columns";
import { ManualRow } from "@/components/timeline/manual-row";
import { ROW_PX } from "@/components/timeline/row-px";
import type { TableRow } from "@/components/timeline/table-rows";
import { useHeldScroll } from "@/components/timeline/use-held-scroll";
import type { EventSearch } from "@/lib/timeline/events/event-search";

const HEAD_PX = 28;
const VISIBLE_ROWS = 20;
const COLUMNS_ALWAYS = 4;
// So many rows before an end the next ones are asked for.
const READ_AHEAD = 60;

/** What the page does to the table: moves through its rows. */
export interface EventTableHandle {
  /** Focuses the row so many before or behind the one that has the focus, and gives it. */
  step: (by: number) => TableRow | null;
  focus: (id: string) => boolean;
  /** The row that has the focus, else the one whose event is open. */
  current: () => TableRow | null;
}

export interface EventTableProps {
  ref: Ref<EventTableHandle>;
  caseId: string;
  instanceId: string;
  lines: readonly TableRow[];
  /** Which line to begin at, for each search. */
  startAt: { key: string; index: number };
  opened: string | null;
  stale: boolean;
  ends: { before: boolean; behind: boolean };
  search: EventSearch;
  firstContactMs: number | null;
  onSort: (sort: EventSearch["sort"]) => void;
  onActivate: (line: TableRow) => void;
  onReach: (end: "before" | "behind") => void;
  onSight: (first: number, last: number) => void;
}

/** One line an event or group; only the lines in sight are in the page, and the rows beyond an end are read in time. */
export function EventTable(props: EventTableProps) {
  const { lines, ends, onReach, onSight, onActivate, startAt } = props;
  const tied = props.search.tie === "indicator";
  const times = useTimes();
  const rowKeys = useBoundKeys("j", "k");
  const columns = useMemo(
    () =>
      eventColumns({
        caseId: props.caseId,
        instanceId: props.instanceId,
        times,
        firstContactMs: props.firstContactMs,
        tied,
      }),
    [props.caseId, props.instanceId, times, props.firstContactMs, tied],
  );
  const data = useMemo(() => lines.filter((line): line is EventLine => line.kind === "event"), [lines]);
  const table = useTable({ features, columns, data, getRowId: (row) => row.id });
  const rows = table.getRowModel().rowsById;
  const scroller = useRef<HTMLElement>(null);
  const virtual = useVirtualizer({
    count: lines.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => ROW_PX,
    overscan: 12,
    scrollPaddingStart: HEAD_PX,
    initialRect: { width: 1000, height: VISIBLE_ROWS * ROW_PX },
    initialOffset: startAt.index * ROW_PX,
  });
  useHeldScroll(scroller, lines, startAt);
  const items = virtual.getVirtualItems();
  const [firstIndex, lastIndex] = [items[0]?.index ?? 0, items.at(-1)?.index ?? 0];
  useEffect(() => {
    if (ends.behind && lastIndex >= lines.length - READ_AHEAD) onReach("behind");
    else if (ends.before && firstIndex <= READ_AHEAD) onReach("before");
  }, [ends.behind, ends.before, firstIndex, lastIndex, lines.length, onReach]);
  const top = virtual.scrollOffset ?? 0;
  useEffect(() => {
    const first = Math.floor(top / ROW_PX);
    onSight(first, first + VISIBLE_ROWS - 1);
  }, [top, onSight]);

  const focus = (id: string): boolean => {
    const index = lines.findIndex((line) => line.id === id);
    if (index < 0) return false;
    virtual.scrollToIndex(index, { align: "auto" });
    // The row may only come into the page with the next frame.
    const give = () =>
      scroller.current?.querySelector<HTMLElement>(`[data-line="${CSS.escape(id)}"]`)?.focus({ preventScroll: true });
    give();
    requestAnimationFrame(give);
    return true;
  };
  const currentIndex = (): number => {
    const active = document.activeElement?.closest<HTMLElement>("[data-line]")?.dataset.line ?? props.opened;
    return lines.findIndex((line) => line.id === active || (line.kind === "event" && line.place === active));
  };
  useImperativeHandle(props.ref, () => ({
    focus,
    current: () => lines[currentIndex()] ?? null,
    step(by) {
      const at = currentIndex();
      const first = Math.ceil((scroller.current?.scrollTop ?? 0) / ROW_PX);
      const line = lines[at < 0 ? first : Math.min(Math.max(at + by, 0), lines.length - 1)];
      if (line) focus(line.id);
      return line ?? null;
    },
  }));

  const before = items[0]?.start ?? 0;
  const after = virtual.getTotalSize() - (items.at(-1)?.end ?? 0);
  return (
    <section
      ref={scroller}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard
      tabIndex={0}
      aria-label="Events of the instance"
      aria-keyshortcuts={rowKeys}
      aria-busy={props.stale || undefined}
      className={`@container overflow-auto [overflow-anchor:none] ${props.stale ? "opacity-60" : ""}`}
      style={{ height: Math.min(VISIBLE_ROWS, Math.max(lines.length, 6)) * ROW_PX + HEAD_PX + 1 }}
    >
      <table className="w-full table-fixed @min-[560px]:min-w-[640px] border-collapse" aria-rowcount={-1}>
        <caption className="sr-only">Events of the instance, in order of time</caption>
        <thead className="sticky top-0 z-10 bg-panel">
          {table.getHeaderGroups().map((group) => (
            <tr key={group.id}>
              {group.headers.map((header) => (
                <HeadCell key={header.id} id={header.id} sort={props.search.sort} onSort={props.onSort}>
                  <table.FlexRender header={header} />
                </HeadCell>
              ))}
            </tr>
          ))}
        </thead>
        <tbody>
          {before > 0 ? <Spacer height={before} /> : null}
          {items.map((item) => {
            const line = lines[item.index];
            if (!line) return null;
            if (line.kind === "rest") return <RestRow key={line.id} line={line} onActivate={onActivate} />;
            if (line.kind === "manual")
              return <ManualRow key={line.id} line={line} times={times} firstContactMs={props.firstContactMs} />;
            const isOpened = line.open === null && line.place === props.opened;
            return (
              // The row's button is its way for the keyboard.
              <tr
                key={line.id}
                aria-current={isOpened ? "true" : undefined}
                onClick={(event) => {
                  if (event.target instanceof Element && event.target.closest("a")) return;
                  onActivate(line);
                }}
                className={`cursor-pointer ${isOpened ? "bg-flow/11 shadow-[inset_2px_0_var(--flow)]" : line.inGroup ? "bg-raise hover:bg-soft" : "hover:bg-raise"}`}
              >
                {rows[line.id]?.getAllCells().map((cell) => (
                  <td
                    key={cell.id}
                    className={`h-[30px] overflow-hidden text-ellipsis whitespace-nowrap border-soft border-b px-2.5 first:pl-3.5 ${COLUMN_ROOM[cell.column.id] ?? ""} ${NUMERIC.has(cell.column.id) ? "num" : ""}`}
                  >
                    <table.FlexRender cell={cell} />
                  </td>
                ))}
              </tr>
            );
          })}
          {after > 0 ? <Spacer height={after} /> : null}
        </tbody>
      </table>
    </section>
  );
}

const SORTS: Record<string, { sort: EventSearch["sort"]; turned: EventSearch["sort"]; name: string }> = {
  time: { sort: "time", turned: "-time", name: "Time" },
  bytesOut: { sort: "-bytes", turned: "time", name: "Bytes out" },
};

function HeadCell({
  id,
  sort,
  onSort,
  children,
}: {
  id: string;
  sort: EventSearch["sort"];
  onSort: (sort: EventSearch["sort"]) => void;
  children: ReactNode;
}) {
  const by = SORTS[id];
  const look = `h-7 border-line border-b px-2.5 text-faint text-xs first:pl-3.5 ${COLUMN_LOOKS[id] ?? ""} ${COLUMN_ROOM[id] ?? ""}`;
  if (!by)
    return (
      <th scope="col" className={look}>
        {children}
      </th>
    );
  const on = sort === by.sort || (id === "time" && sort === "-time");
  const descending = sort.startsWith("-");
  return (
    <th scope="col" aria-sort={on ? (descending ? "descending" : "ascending") : undefined} className={look}>
      <button
        type="button"
        onClick={() => onSort(sort === by.sort ? by.turned : by.sort)}
        className={`hover:text-text ${on ? "text-text" : ""}`}
      >
        {children}
        <span aria-hidden="true">{on ? (descending ? " ↓" : " ↑") : ""}</span>
      </button>
    </th>
  );
}

function RestRow({
  line,
  onActivate,
}: {
  line: Extract<TableRow, { kind: "rest" }>;
  onActivate: (line: TableRow) => void;
}) {
  return (
    <tr className="bg-raise">
      <td
        colSpan={COLUMNS_ALWAYS}
        className="h-[30px] border-soft border-b pl-[180px] text-dim @min-[880px]:pl-[390px] text-sm"
      >
        {line.state === "reading" ? (
          "Reading the records…"
        ) : (
          <button type="button" data-line={line.id} onClick={() => onActivate(line)} className="hover:underline">
            {line.state === "failed"
              ? "They could not be read. Try again"
              : `Show more of the ${formatCount(line.left)} left`}
          </button>
        )}
      </td>
    </tr>
  );
}

/** The room of the rows that are not in the page. One cell wide: a column that is hidden must not come back as room. */
function Spacer({ height }: { height: number }) {
  return (
    // biome-ignore lint/a11y/noAriaHiddenOnFocusable: a table row takes no focus
    <tr aria-hidden="true">
      <td style={{ height, padding: 0 }} />
    </tr>
  );
}
