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
  if (!source || Number(fileId) > LAST || Number(record) > LAST || Number(atMs) > 8.64e15) return null;
  return { atMs: Number(atMs), source, fileId: Number(fileId), record: Number(record) };
}

/** Where one source's events after a place begin: those whose (time, file, record) is greater than this. */
export interface After {
  atMs: number;
  fileId: number;
  record: number;
}

/** The same place as seen from one source, which sorts before or behind others at an equal time. */
export function afterFor(source: EventSource, place: EventPlace | null, fromMs: number): After {
  if (!place || place.atMs < fromMs) return { atMs: fromMs, fileId: -1, record: -1 };
  const order = EVENT_SOURCES.indexOf(source) - EVENT_SOURCES.indexOf(place.source);
  if (order === 0) return { atMs: place.atMs, fileId: place.fileId, record: place.record };
  return order > 0 ? { atMs: place.atMs, fileId: -1, record: -1 } : { atMs: place.atMs, fileId: LAST, record: LAST };
}
