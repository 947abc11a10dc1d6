"use client";

import { useEffect, useState } from "react";
import { countOf, formatCount } from "@/components/format/format-count";
import { useTimes } from "@/components/shell/zone";
import { askEvents, type EventsOf, SEARCH_NAMES } from "@/components/timeline/ask-events";
import { visibleText } from "@/lib/core/visible-text";
import type { FieldName } from "@/lib/search/search-field";
import { findTerm, toggleTerm } from "@/lib/search/toggle-term";
import type { Facets } from "@/lib/timeline/search/facets.types";

const NAMES: Partial<Record<FieldName, string>> = {
  ...{ source: "Source", outcome: "Outcome", action: "Action", peer: "Peer", serviceport: "Port", domain: "Domain" },
  ...{ api: "API", error: "Error" },
};

/** The events of the search by the values of their fields; a value that is clicked joins the query, or leaves it again. */
export default function FacetPanel({
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
    <aside
      aria-label="Counts"
      aria-busy={state.key !== key}
      className="shrink-0 border-line border-b px-3.5 py-2.5 text-sm lg:w-[212px] lg:border-r lg:border-b-0"
    >
      {failed ? (
        <p role="alert" className="text-warn">
          The counts could not be read.
        </p>
      ) : null}
      {facets === null ? failed ? null : <p className="text-dim">Counting…</p> : <Basis facets={facets} />}
      <div className="grid gap-3 sm:grid-cols-2 lg:grid-cols-1">
        {facets?.facets.map(({ field, values, distinct }) => (
          <fieldset key={field} className="min-w-0">
            <legend className="pt-2 text-faint text-xs">{NAMES[field] ?? field}</legend>
            <ul>
              {values.map(({ value, records }) => (
                <li key={value}>
                  <button
                    type="button"
                    aria-pressed={findTerm(query, field, value) !== null}
                    title={`${visibleText(value)}: ${countOf(records, "record")}`}
                    onClick={() => onQuery(toggleTerm(query, field, value))}
                    className="flex w-full items-baseline justify-between gap-2 rounded px-1 py-0.5 text-left text-dim hover:bg-soft hover:text-text aria-pressed:bg-soft aria-pressed:font-medium aria-pressed:text-text"
                  >
                    <span className="mono min-w-0 truncate">{visibleText(value)}</span>
                    <span className="shrink-0 tabular-nums">{formatCount(records)}</span>
                  </button>
                </li>
              ))}
            </ul>
            {distinct > values.length ? (
              <p className="px-1 text-faint text-xs">and {formatCount(distinct - values.length)} more</p>
            ) : null}
          </fieldset>
        ))}
      </div>
    </aside>
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
