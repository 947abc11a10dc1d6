"use client";

import { CountsBasis } from "@/components/search/counts-basis";
import { FacetPanel } from "@/components/search/facet-panel";
import { useCounts } from "@/components/search/use-counts";
import { topFacets } from "@/lib/timeline/search/top-facets";

/** The records of a search through a case by the values of their fields. */
export default function CaseFacets({
  caseId,
  query,
  onQuery,
}: {
  caseId: string;
  query: string;
  onQuery: (query: string) => void;
}) {
  const path = `/api/cases/${encodeURIComponent(caseId)}/search/facets`;
  const state = useCounts(path, String(new URLSearchParams({ q: query })));
  const { counts, reading, failed } = state;
  return (
    <FacetPanel
      facets={counts && topFacets(counts)}
      isBusy={reading}
      basis={<CountsBasis of={state} from="first" />}
      {...{ failed, query, onQuery }}
    />
  );
}
