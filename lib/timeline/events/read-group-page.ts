import { cutStretches } from "@/lib/timeline/events/cut-stretches";
import type { FoundEvent } from "@/lib/timeline/events/event.types";
import { compareEvents, type EventPlace, placeAt } from "@/lib/timeline/events/event-cursor";
import { type GroupedEvents, groupEvents } from "@/lib/timeline/events/group-events";
import { type EventsAsked, type PageAsked, readEventPage } from "@/lib/timeline/events/read-event-page";
import { readEventVolume } from "@/lib/timeline/events/read-event-volume";
import type { Piece } from "@/lib/timeline/lanes/split-at-minutes";

/** Records that are grouped together at most: reading and grouping them takes well under a second. */
const STRETCH_RECORDS = 20_000;
// A moment may hold more than any stretch should; of it so many are read.
const MOST_READ = 50_000;
const MOST_STRETCHES = 3;

export interface GroupPage {
  /** In the order of reading. */
  groups: GroupedEvents[];
  next: EventPlace | null;
}

/** The stretches of time within which the events of a view are grouped. */
export async function groupStretches({ scope, view, tie }: EventsAsked): Promise<Piece[]> {
  const volume = await readEventVolume(scope);
  const tied = tie === "indicator";
  // Queries and calls that name the indicator are picked from all of them; flow records are known beforehand.
  const counts = volume.map((row) => ({ ...row, records: tied && row.source === "flow" ? row.tied : row.records }));
  return cutStretches(view, counts, STRETCH_RECORDS);
}

async function readStretch(asked: EventsAsked, view: Piece): Promise<FoundEvent[]> {
  const events: FoundEvent[] = [];
  let from: EventPlace | null = null;
  do {
    const limit: number = MOST_READ - events.length;
    const page = await readEventPage({ ...asked, view, direction: "later", from, limit });
    events.push(...page.events);
    from = page.next;
  } while (from !== null && events.length < MOST_READ);
  return events;
}

/** The number of the stretch that holds what comes next beyond a place; -1 or the length where nothing does. */
function stretchOf(stretches: readonly Piece[], { direction, from }: PageAsked): number {
  if (from === null) return direction === "later" ? 0 : stretches.length - 1;
  const at = stretches.findIndex(({ toMs }) => from.atMs < toMs);
  const holding = at < 0 ? stretches.length : at;
  const stands = stretches[holding];
  const isBorder = stands === undefined || compareEvents(from, placeAt(stands.fromMs)) <= 0;
  return direction === "earlier" && isBorder ? holding - 1 : holding;
}

/** A page of rows of the table, each a group of events of one kind within its stretch of time. */
export async function readGroupPage(asked: PageAsked): Promise<GroupPage> {
  const { direction, from, limit } = asked;
  const stretches = await groupStretches(asked);
  const later = direction === "later";
  const found: GroupedEvents[] = [];
  let at = stretchOf(stretches, asked);
  for (let read = 0; read < MOST_STRETCHES; read++) {
    const stretch = stretches[at];
    if (!stretch) return { groups: found, next: null };
    const groups = groupEvents(await readStretch(asked, stretch)).filter(({ events: [first] }) => {
      const side = from === null ? 0 : compareEvents(first, from);
      return from === null || (later ? side > 0 : side < 0);
    });
    found.push(...(later ? groups : groups.reverse()));
    if (found.length > limit) {
      const page = found.slice(0, limit);
      const last = page.at(-1)?.events[0];
      return { groups: page, next: last ? { ...placeAt(last.atMs), ...pick(last) } : null };
    }
    at += later ? 1 : -1;
    if (!stretches[at]) return { groups: found, next: null };
    if (found.length === limit || read === MOST_STRETCHES - 1)
      return { groups: found, next: placeAt(later ? stretch.toMs : stretch.fromMs) };
  }
  return { groups: found, next: null };
}

function pick({ source, fileId, record }: FoundEvent): Omit<EventPlace, "atMs"> {
  return { source, fileId, record };
}

/** The events of the group that begins with an event, beyond a place among them. */
export async function readGroupEvents(
  asked: EventsAsked,
  first: EventPlace,
  after: EventPlace | null,
  limit: number,
): Promise<{ events: FoundEvent[]; next: EventPlace | null }> {
  const stretches = await groupStretches(asked);
  const stretch = stretches.find(({ fromMs, toMs }) => first.atMs >= fromMs && first.atMs < toMs);
  const groups = stretch ? groupEvents(await readStretch(asked, stretch)) : [];
  const group = groups.find(({ events }) => compareEvents(events[0], first) === 0);
  const events = (group?.events ?? []).filter((event) => after === null || compareEvents(event, after) > 0);
  const page = events.slice(0, limit);
  const last = page.at(-1);
  return { events: page, next: last && events.length > limit ? { ...placeAt(last.atMs), ...pick(last) } : null };
}
