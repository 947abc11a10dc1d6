import type { Direction, Edge } from "@/lib/timeline/events/event-cursor";
import { type MinuteCount, readEventVolume } from "@/lib/timeline/events/read-event-volume";
import { narrowed, SCANNED_RECORDS, type SourceRead } from "@/lib/timeline/events/source-read";
import type { Piece } from "@/lib/timeline/lanes/split-at-minutes";

const MINUTE = 60_000;

/**
 * The border of a minute up to which a stretch has `most` records at most, read from one of its ends; by counts of minutes in
 * order. Null where all of it has no more, undefined where the first minute alone has.
 */
export function borderWithin(
  minutes: readonly { minuteMs: number; records: number }[],
  { fromMs, toMs }: Piece,
  direction: Direction,
  most: number,
): number | null | undefined {
  const later = direction === "later";
  const within = minutes.filter(({ minuteMs }) => minuteMs + MINUTE > fromMs && minuteMs < toMs);
  let records = 0;
  for (const minute of later ? within : within.reverse()) {
    records += minute.records;
    if (records <= most) continue;
    const border = later ? minute.minuteMs : minute.minuteMs + MINUTE;
    return border > fromMs && border < toMs ? border : undefined;
  }
  return null;
}

/** Where looking through records of a source may end for now; null at the end of the stretch, undefined where no count tells. */
export async function scanBound(read: SourceRead, source: MinuteCount["source"]): Promise<Edge | null | undefined> {
  const minutes = (await readEventVolume(read.scope)).filter((row) => row.source === source);
  const border = borderWithin(minutes, narrowed(read), read.direction, SCANNED_RECORDS);
  return typeof border === "number" ? { atMs: border, fileId: 0, record: 0 } : border;
}
