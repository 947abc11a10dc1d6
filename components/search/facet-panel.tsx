import type { ReactNode } from "react";
import { countOf, formatCount } from "@/components/format/format-count";
import { visibleText } from "@/lib/core/visible-text";
import type { FieldName } from "@/lib/search/search-field";
import { findTerm, toggleTerm } from "@/lib/search/toggle-term";
import type { Facet } from "@/lib/timeline/search/facets.types";

const NAMES: Partial<Record<FieldName, string>> = {
  ...{ source: "Source", outcome: "Outcome", action: "Action", peer: "Peer", serviceport: "Port", domain: "Domain" },
  ...{ api: "API", error: "Error" },
};

/** Records by the values of their fields; a value that is clicked joins the query, or leaves it again. */
export function FacetPanel({
  facets,
  isBusy,
  failed,
  basis,
  query,
  onQuery,
}: {
  /** Null while nothing is counted yet. */
  facets: readonly Facet[] | null;
  isBusy: boolean;
  failed: boolean;
  /** What the counts are of: they never pass a part for the whole. */
  basis: ReactNode;
  query: string;
  onQuery: (query: string) => void;
}) {
  return (
    <aside
      aria-label="Counts"
      aria-busy={isBusy}
      className="shrink-0 border-line border-b px-3.5 py-2.5 text-sm lg:w-[212px] lg:border-r lg:border-b-0"
    >
      {failed ? (
        <p role="alert" className="text-warn">
          The counts could not be read.
        </p>
      ) : null}
      {facets === null ? failed ? null : <p className="text-dim">Counting…</p> : basis}
      <div className="grid gap-3 sm:grid-cols-2 lg:grid-cols-1">
        {facets?.map(({ field, values, distinct }) => (
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
