"use client";

import { countOf } from "@/components/format/format-count";
import { FacetPanel } from "@/components/search/facet-panel";
import { type CaseCounts, useCaseCounts } from "@/components/search/use-case-counts";
import { useTimes } from "@/components/shell/zone";
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
  const state = useCaseCounts(caseId, query);
  const { counts, reading, failed } = state;
  return (
    <FacetPanel
      facets={counts && topFacets(counts)}
      isBusy={reading}
      basis={<Basis of={state} />}
      {...{ failed, query, onQuery }}
    />
  );
}

function Basis({ of: { counted, next, reading } }: { of: CaseCounts }) {
  const times = useTimes();
  const upTo = next === null ? "" : `, up to ${times.dayClock(Number(next.split(".")[0]))}`;
  if (reading)
    return (
      <p className="text-dim">
        Counting: {countOf(counted, "record")} so far{upTo}.
      </p>
    );
  if (next === null) return <p className="text-dim">Of {countOf(counted, "record")}, all that fit.</p>;
  return (
    <p className="text-warn">
      Of the first {countOf(counted, "record")} alone{upTo}.
    </p>
  );
}
