import { isoInstant } from "@/lib/investigate/iso-instant";
import type { Query } from "@/lib/search/query.types";
import type { FoundEvent } from "@/lib/timeline/events/event.types";
import type { Direction, Edge } from "@/lib/timeline/events/event-cursor";
import type { InstanceScope } from "@/lib/timeline/instance-scope";

/** What is asked of one source: its events beyond an edge, in order, as far as the stretch goes. */
export interface SourceRead {
  scope: InstanceScope;
  direction: Direction;
  edge: Edge;
  /** The stretch, half open. */
  fromMs: number;
  toMs: number;
  limit: number;
  /** Only events that name the indicator. */
  tied: boolean;
  query: Query | null;
}

export interface SourceFound<Event extends FoundEvent = FoundEvent> {
  /** In the order of reading. */
  rows: Event[];
  /** How far was looked; null: to the end of the stretch. */
  end: Edge | null;
}

// So many records are looked at for those that a query asks for before the answer is given.
export const SCANNED_RECORDS = 10_000;

/** Gathers the values of a statement; each stands in its text as the parameter that `add` gives. */
export class Parameters {
  readonly values: unknown[] = [];

  add(value: unknown): string {
    this.values.push(value);
    return `$${this.values.length}`;
  }
}

/** The part of a stretch that can hold something beyond the edge. */
export function narrowed({ direction, edge, fromMs, toMs }: SourceRead): { fromMs: number; toMs: number } {
  return direction === "later"
    ? { fromMs: Math.max(fromMs, edge.atMs), toMs }
    : { fromMs, toMs: Math.min(toMs, edge.atMs + 1) };
}

/** SQL for "beyond the edge" of records with the columns `time`, file_id and record_no, as far as another edge if given. */
export function beyond(
  at: Parameters,
  { direction, edge }: Pick<SourceRead, "direction" | "edge">,
  alias: string,
  time: string,
  end?: Edge | null,
): string {
  const place = `(${alias}.${time}, ${alias}.file_id, ${alias}.record_no)`;
  const row = (of: Edge) =>
    `(${at.add(isoInstant(of.atMs))}::timestamptz(3), ${at.add(of.fileId)}::int, ${at.add(of.record)}::int)`;
  const [further, notPast] = direction === "later" ? [">", "<="] : ["<", ">="];
  return `${place} ${further} ${row(edge)}${end ? ` AND ${place} ${notPast} ${row(end)}` : ""}`;
}

/** SQL for the order of reading. */
export function inOrder({ direction }: Pick<SourceRead, "direction">, alias: string, time: string): string {
  const way = direction === "later" ? "ASC" : "DESC";
  return `ORDER BY ${alias}.${time} ${way}, ${alias}.file_id ${way}, ${alias}.record_no ${way}`;
}

/** The edge where a source's own limit stopped it; null where it gave all there is. */
export function endOf(rows: readonly Edge[], limit: number, scanned: Edge | null): Edge | null {
  const last = rows.length >= limit ? rows.at(-1) : undefined;
  return last ? { atMs: last.atMs, fileId: last.fileId, record: last.record } : scanned;
}
