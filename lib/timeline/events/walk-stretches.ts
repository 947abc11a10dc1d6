import type { FoundEvent } from "@/lib/timeline/events/event.types";
import { compareEvents, type Direction, type EventPlace, placeAt } from "@/lib/timeline/events/event-cursor";
import { type GroupedEvents, groupEvents } from "@/lib/timeline/events/group-events";
import type { EventPage } from "@/lib/timeline/events/read-event-page";
import type { Piece } from "@/lib/timeline/lanes/split-at-minutes";

/** Events are grouped together between two places of their order: those beyond the first, the second included. */
export interface Stretch {
  after: EventPlace;
  upTo: EventPlace;
}

/** Reads events of a piece of time in order, beyond a place. */
export type ReadLater = (piece: Piece, from: EventPlace | null, limit: number) => Promise<EventPage>;

export function toStretch({ fromMs, toMs }: Piece): Stretch {
  return { after: placeAt(fromMs), upTo: placeAt(toMs) };
}

/** Cuts a piece of time behind every `most` events, within one moment too; so that none is read more than once a stretch. */
export async function cutAtPlaces(piece: Piece, most: number, readLater: ReadLater): Promise<Stretch[]> {
  const borders: EventPlace[] = [];
  let count = 0;
  let from: EventPlace | null = null;
  do {
    const page: EventPage = await readLater(piece, from, most - count);
    count += page.events.length;
    from = page.next;
    if (from !== null && count >= most) {
      borders.push(from);
      count = 0;
    }
  } while (from !== null);
  const { after, upTo } = toStretch(piece);
  return [after, ...borders].map((start, at) => ({ after: start, upTo: borders[at] ?? upTo }));
}

/** The groups of a stretch, in the order of their first events. */
export async function readStretch(
  piece: Piece,
  { after, upTo }: Stretch,
  limit: number,
  readLater: ReadLater,
): Promise<GroupedEvents[]> {
  const events: FoundEvent[] = [];
  let from: EventPlace | null = after;
  while (from !== null && compareEvents(from, upTo) < 0) {
    const page: EventPage = await readLater(piece, from, limit);
    events.push(...page.events.filter((event) => compareEvents(event, upTo) <= 0));
    from = page.next;
  }
  return groupEvents(events);
}

/** Where reading goes on with a stretch of which nothing was shown. No two events lie between a place and the one behind it. */
export function placeBefore({ after, upTo }: Stretch, direction: Direction): EventPlace {
  return direction === "later" ? after : { ...upTo, record: upTo.record + 1 };
}

/** Whether anything of a stretch can lie beyond a place. */
export function isBeyond({ after, upTo }: Stretch, direction: Direction, from: EventPlace | null): boolean {
  if (from === null) return true;
  return direction === "later"
    ? compareEvents(from, upTo) < 0
    : compareEvents(after, { ...from, record: from.record - 1 }) < 0;
}
