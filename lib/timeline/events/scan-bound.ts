import type { Direction, Edge } from "@/lib/timeline/events/event-cursor";
import { MINUTE_MS, type MinuteCounts } from "@/lib/timeline/events/minute-counts";
import { type CountedSource, readEventVolume } from "@/lib/timeline/events/read-event-volume";
import { narrowed, SCANNED_RECORDS, type SourceRead } from "@/lib/timeline/events/source-read";
import type { Piece } from "@/lib/timeline/lanes/split-at-minutes";

/**
 * The border of a minute up to which a stretch has `most` records at most, read from one of its ends. Null where all of it has no
 * more, undefined where the first minute alone has.
 */
export function borderWithin(
  counts: MinuteCounts,
  piece: Piece,
  direction: Direction,
  most: number,
): number | null | undefined {
  const later = direction === "later";
  const minutes = counts.touching(piece);
  const passes = later ? counts.passes(minutes, most) : counts.passesBackwards(minutes, most);
  if (passes < minutes.first || passes >= minutes.end) return null;
  const border = counts.startOf(passes) + (later ? 0 : MINUTE_MS);
  return border > piece.fromMs && border < piece.toMs ? border : undefined;
}

/** Where looking through records of a source may end for now; null at the end of the stretch, undefined where no count tells. */
export async function scanBound(read: SourceRead, source: CountedSource): Promise<Edge | null | undefined> {
  const counts = (await readEventVolume(read.scope)).of(source, false);
  const border = borderWithin(counts, narrowed(read), read.direction, SCANNED_RECORDS);
  return typeof border === "number" ? { atMs: border, fileId: 0, record: 0 } : border;
}
