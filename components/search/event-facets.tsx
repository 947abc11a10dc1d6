"use client";

import { useEffect, useState } from "react";
import { countOf } from "@/components/format/format-count";
import { FacetPanel } from "@/components/search/facet-panel";
import { useTimes } from "@/components/shell/zone";
import { askEvents, type EventsOf, SEARCH_NAMES } from "@/components/timeline/ask-events";
import type { Facets } from "@/lib/timeline/search/facets.types";

/** The events of an instance's search by the values of their fields. */
export default function EventFacets({
  of: { caseId, instanceId, ip },
  params,
  query,
  onQuery,
}: {
  of: EventsOf;
  params: URLSearchParams;
  query: string;
  onQuery: (query: string) => void;
}) {
  const key = SEARCH_NAMES.map((name) => params.get(name) ?? "").join("\n");
  const [state, setState] = useState<{ key: string; facets: Facets | null; failed: boolean }>({
    ...{ key: "", facets: null, failed: false },
  });
  // biome-ignore lint/correctness/useExhaustiveDependencies: the key stands for the parameters that the question takes
  useEffect(() => {
    const stop = new AbortController();
    askEvents<Facets>({ caseId, instanceId, ip }, "/facets", params, {}, stop.signal)
      .then((facets) => setState({ key, facets, failed: false }))
      .catch(() => {
        if (!stop.signal.aborted) setState((before) => ({ ...before, key, failed: true }));
      });
    return () => stop.abort();
  }, [caseId, instanceId, ip, key]);
  const { facets, failed } = state;
  return (
    <FacetPanel
      facets={facets?.facets ?? null}
      isBusy={state.key !== key}
      basis={facets === null ? null : <Basis facets={facets} />}
      {...{ failed, query, onQuery }}
    />
  );
}

/** What the counts are of: they never pass a part for the whole. */
function Basis({ facets: { counted, isWhole, lookedBackToMs } }: { facets: Facets }) {
  const times = useTimes();
  if (isWhole) return <p className="text-dim">Of {countOf(counted, "record")}, all of the search.</p>;
  return (
    <p className="text-warn">
      Of the newest {countOf(counted, "record")} alone
      {lookedBackToMs === null ? "" : `, back to ${times.dayClock(lookedBackToMs)}`}. Zoom in to count all.
    </p>
  );
}
