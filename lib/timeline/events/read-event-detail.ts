import { AppError } from "@/lib/core/app-error";
import { callFacts } from "@/lib/timeline/events/call-facts";
import { EVENT_SOURCES, type FoundEvent } from "@/lib/timeline/events/event.types";
import { compareEvents, type Direction, type EventPlace, writeCursor } from "@/lib/timeline/events/event-cursor";
import type { EventDetail } from "@/lib/timeline/events/event-detail.types";
import { findingFacts } from "@/lib/timeline/events/finding-facts";
import { flowFacts } from "@/lib/timeline/events/flow-facts";
import { nameEvents } from "@/lib/timeline/events/name-events";
import { queryFacts } from "@/lib/timeline/events/query-facts";
import { type EventsAsked, readEventPage } from "@/lib/timeline/events/read-event-page";
import { referenceFacts } from "@/lib/timeline/events/reference-facts";
import { readEventFirstSeen } from "@/lib/timeline/first-seen/read-event-first-seen";

const AROUND_MS = 5 * 60_000;
// So many of each source before and after: a busy source does not push the others out.
const NEAREST = 4;

/** One event of an instance with all that is known of it. Throws AppError `not-found` for a place that holds none. */
export async function readEventDetail(asked: EventsAsked, place: EventPlace): Promise<EventDetail> {
  const everything: EventsAsked = { ...asked, tie: "all", query: null, sources: EVENT_SOURCES };
  const event = await findEvent(everything, place);
  if (!event) throw new AppError("not-found", "The instance has no such event.");
  const [{ facts, verdicts }, firsts, around, previous, next] = await Promise.all([
    factsOf(asked, event),
    readEventFirstSeen(asked.scope, event),
    readAround(everything, event),
    neighbour(asked, event, "earlier"),
    neighbour(asked, event, "later"),
  ]);
  const [row, ...others] = await nameEvents(asked.scope, [event, ...around]);
  if (!row) throw new AppError("not-found", "The instance has no such event.");
  const reference = await referenceFacts(asked.scope.caseId, row);
  return {
    ...{ row, id: writeCursor(event), around: others, previous, next },
    facts: [...reference.facts, ...facts],
    verdicts: [...verdicts, ...reference.verdicts, ...firsts],
  };
}

async function findEvent(asked: EventsAsked, place: EventPlace): Promise<FoundEvent | undefined> {
  const { events } = await readEventPage({
    ...{ ...asked, view: { fromMs: place.atMs, toMs: place.atMs + 1 }, sources: [place.source] },
    ...{ direction: "later", from: { ...place, record: place.record - 1 }, limit: 1 },
  });
  return events.find((event) => compareEvents(event, place) === 0);
}

async function factsOf({ scope }: EventsAsked, event: FoundEvent) {
  switch (event.source) {
    case "flow":
      return flowFacts(scope, event, event.fileId, event.record);
    case "dns":
      return queryFacts(scope, event, event.fileId, event.record);
    case "api":
      return callFacts(scope, event, event.fileId, event.record);
    case "finding":
      return findingFacts(scope, event, event.fileId, event.record);
  }
}

/** The event and those nearest to it, of every source. */
async function readAround(asked: EventsAsked, event: FoundEvent): Promise<FoundEvent[]> {
  const view = { fromMs: Math.max(0, event.atMs - AROUND_MS), toMs: event.atMs + AROUND_MS + 1 };
  const found = await Promise.all(
    EVENT_SOURCES.flatMap((source) =>
      (["earlier", "later"] as const).map((direction) =>
        readEventPage({ ...asked, view, sources: [source], direction, from: event, limit: NEAREST }),
      ),
    ),
  );
  return [event, ...found.flatMap(({ events }) => events)].sort(compareEvents);
}

async function neighbour(asked: EventsAsked, event: FoundEvent, direction: Direction): Promise<string | null> {
  // A search stops after so many records: the next one may then not be found here.
  const { events } = await readEventPage({ ...asked, sources: [event.source], direction, from: event, limit: 1 });
  return events[0] ? writeCursor(events[0]) : null;
}
