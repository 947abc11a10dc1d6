import { isInstant } from "@/lib/core/instant";
import { EVENT_SOURCES, type EventSource } from "@/lib/timeline/events/event.types";

/** Place of an event in the order of a page: time, source, file, record. */
export interface EventPlace {
  atMs: number;
  source: EventSource;
  fileId: number;
  record: number;
}

const CURSOR = /^(\d{1,16})\.([0-3])\.(\d{1,10})\.(\d{1,10})$/;
const LAST = 2_147_483_647;

export function compareEvents(a: EventPlace, b: EventPlace): number {
  return (
    a.atMs - b.atMs ||
    EVENT_SOURCES.indexOf(a.source) - EVENT_SOURCES.indexOf(b.source) ||
    a.fileId - b.fileId ||
    a.record - b.record
  );
}

export function writeCursor({ atMs, source, fileId, record }: EventPlace): string {
  return `${atMs}.${EVENT_SOURCES.indexOf(source)}.${fileId}.${record}`;
}

/** The place a cursor names; null for text that is none. */
export function readCursor(text: string): EventPlace | null {
  const [, atMs, rank, fileId, record] = CURSOR.exec(text) ?? [];
  const source = EVENT_SOURCES[Number(rank)];
  if (!source || Number(fileId) > LAST || Number(record) > LAST || !isInstant(Number(atMs))) return null;
  return { atMs: Number(atMs), source, fileId: Number(fileId), record: Number(record) };
}

export type Direction = "later" | "earlier";

/** A place in one source's order of time, file and record. */
export interface Edge {
  atMs: number;
  fileId: number;
  record: number;
}

/** A place before every event of a moment: where a stretch of time begins, and where the one before it ends. */
export function placeAt(atMs: number): EventPlace {
  return { atMs, source: "flow", fileId: 0, record: 0 };
}

/**
 * A place as one source sees it, which sorts before or behind others at an equal time: its events that come later are
 * those beyond the edge, those that come earlier the ones below it.
 */
export function edgeFor(source: EventSource, place: EventPlace): Edge {
  const order = EVENT_SOURCES.indexOf(source) - EVENT_SOURCES.indexOf(place.source);
  if (order === 0) return { atMs: place.atMs, fileId: place.fileId, record: place.record };
  return order > 0 ? { atMs: place.atMs, fileId: -1, record: -1 } : { atMs: place.atMs, fileId: LAST, record: LAST };
}
