import { compareEvents, type Direction, type EventPlace, placeAt } from "@/lib/timeline/events/event-cursor";
import type { GroupedEvents } from "@/lib/timeline/events/group-events";
import { isBeyond, placeBefore, type ReadLater, readStretch, type Stretch } from "@/lib/timeline/events/walk-stretches";
import type { Piece } from "@/lib/timeline/lanes/split-at-minutes";

const MOST_STRETCHES = 3;

export interface GroupPage {
  /** In the order of reading. */
  groups: GroupedEvents[];
  next: EventPlace | null;
}

/** What is read for groups: pieces of time in order, each cut into stretches when it is its turn. */
export interface GroupSource {
  pieces: readonly Piece[];
  cut: (piece: Piece) => Promise<readonly Stretch[]>;
  readLater: ReadLater;
  /** Events of one reading at most. */
  most: number;
}

/** The pieces that may hold what lies beyond a place, in the order of reading. */
function piecesFrom(pieces: readonly Piece[], direction: Direction, from: EventPlace | null): Piece[] {
  if (direction === "later") return pieces.filter(({ toMs }) => from === null || from.atMs < toMs);
  return pieces.filter(({ fromMs }) => from === null || compareEvents(placeAt(fromMs), from) < 0).reverse();
}

/** Groups beyond a place, each within its stretch. May be short, or none, and go on: a page reads three stretches at most. */
export async function pageGroups(
  { pieces, cut, readLater, most }: GroupSource,
  { direction, from, limit }: { direction: Direction; from: EventPlace | null; limit: number },
): Promise<GroupPage> {
  const later = direction === "later";
  const found: GroupedEvents[] = [];
  let read = 0;
  for (const piece of piecesFrom(pieces, direction, from)) {
    const stretches = (await cut(piece)).filter((stretch) => isBeyond(stretch, direction, from));
    for (const stretch of later ? stretches : stretches.reverse()) {
      if (read === MOST_STRETCHES || found.length === limit)
        return { groups: found, next: placeBefore(stretch, direction) };
      read += 1;
      const groups = (await readStretch(piece, stretch, most, readLater)).filter(({ events: [first] }) => {
        const side = from === null ? 0 : compareEvents(first, from);
        return from === null || (later ? side > 0 : side < 0);
      });
      found.push(...(later ? groups : groups.reverse()));
      const last = found[limit - 1]?.events[0];
      if (last && found.length > limit) return { groups: found.slice(0, limit), next: placeOf(last) };
    }
  }
  return { groups: found, next: null };
}

export function placeOf({ atMs, source, fileId, record }: EventPlace): EventPlace {
  return { atMs, source, fileId, record };
}
