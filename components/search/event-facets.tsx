"use client";

import { CountsBasis } from "@/components/search/counts-basis";
import { FacetPanel } from "@/components/search/facet-panel";
import { useCounts } from "@/components/search/use-counts";
import { type EventsOf, eventsPath, eventsQuestion } from "@/components/timeline/ask-events";
import { topFacets } from "@/lib/timeline/search/top-facets";

/** The events of an instance's search by the values of their fields. */
export default function EventFacets({
  of,
  params,
  query,
  onQuery,
}: {
  of: EventsOf;
  params: URLSearchParams;
  query: string;
  onQuery: (query: string) => void;
}) {
  const state = useCounts(eventsPath(of, "/facets"), String(eventsQuestion(of, params, {})));
  const { counts, reading, failed } = state;
  return (
    <FacetPanel
      facets={counts && topFacets(counts)}
      isBusy={reading}
      basis={<CountsBasis of={state} from="newest" />}
      {...{ failed, query, onQuery }}
    />
  );
}
