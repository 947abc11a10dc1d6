import { KeptAnswers } from "@/lib/core/kept-answers";
import type { FoundEvent } from "@/lib/timeline/events/event.types";
import { type EventPlace, writeCursor } from "@/lib/timeline/events/event-cursor";
import { type EventsAsked, readEventPage } from "@/lib/timeline/events/read-event-page";
import { countValues } from "@/lib/timeline/search/count-facets";
import type { CountStep } from "@/lib/timeline/search/facets.types";

/** So many events are read and counted in a few tenths of a second. */
const STEP_EVENTS = 5_000;
/** A search that finds little looks on for so long before it says how far it came. */
const STEP_MS = 250;

const kept = new KeptAnswers<CountStep>(200);

/**
 * One step of counting the events of an instance's search by the values of their fields, the newest first; from the end of the
 * view, or earlier than a place. Kept for a revision.
 */
export function countInstance(asked: EventsAsked, before: EventPlace | null): Promise<CountStep> {
  const { scope, ...question } = asked;
  const key = JSON.stringify([scope.caseId, scope.revision, scope.instanceId, scope.ip, question, before]);
  return kept.get(key, () => count(asked, before));
}

async function count(asked: EventsAsked, before: EventPlace | null): Promise<CountStep> {
  const events: FoundEvent[] = [];
  const startedAt = performance.now();
  let from = before;
  do {
    const limit: number = STEP_EVENTS - events.length;
    const read = await readEventPage({ ...asked, direction: "earlier", from, limit });
    events.push(...read.events);
    from = read.next;
  } while (from !== null && events.length < STEP_EVENTS && performance.now() - startedAt < STEP_MS);
  return { counts: countValues(events), counted: events.length, next: from && writeCursor(from) };
}
