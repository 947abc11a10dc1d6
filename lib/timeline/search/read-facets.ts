import { KeptAnswers } from "@/lib/core/kept-answers";
import type { FoundEvent } from "@/lib/timeline/events/event.types";
import type { EventPlace } from "@/lib/timeline/events/event-cursor";
import { type EventsAsked, readEventPage } from "@/lib/timeline/events/read-event-page";
import { countValues } from "@/lib/timeline/search/count-facets";
import type { Facets } from "@/lib/timeline/search/facets.types";
import { topFacets } from "@/lib/timeline/search/top-facets";

/** So many events are read and counted in well under a second. */
const MOST_COUNTED = 10_000;
// A search that finds little looks through ten thousand records a page.
const MOST_PAGES = 12;

const kept = new KeptAnswers<Facets>(100);

/** The events of a search by the values of their fields; where there are too many, the newest of them. Kept for a revision. */
export function readFacets(asked: EventsAsked): Promise<Facets> {
  const { scope, ...question } = asked;
  const key = JSON.stringify([scope.caseId, scope.revision, scope.instanceId, scope.ip, question]);
  return kept.get(key, () => count(asked));
}

async function count(asked: EventsAsked): Promise<Facets> {
  const events: FoundEvent[] = [];
  let from: EventPlace | null = null;
  for (let page = 0; page < MOST_PAGES; page++) {
    const limit: number = MOST_COUNTED - events.length;
    const read = await readEventPage({ ...asked, direction: "earlier", from, limit });
    events.push(...read.events);
    from = read.next;
    if (from === null || events.length >= MOST_COUNTED) break;
  }
  return {
    ...{ facets: topFacets(countValues(events)), counted: events.length, isWhole: from === null },
    lookedBackToMs: from?.atMs ?? null,
  };
}
