"use client";

import { countOf, formatCount } from "@/components/format/format-count";
import { QueryField } from "@/components/search/query-field";
import { QueryMistakes } from "@/components/search/query-mistakes";
import type { SavedSearchActions } from "@/components/search/saved-search-actions";
import { SavedSearches } from "@/components/search/saved-searches";
import { SearchFields } from "@/components/search/search-fields";
import { SearchRows } from "@/components/search/search-rows";
import { type CaseSearchState, useCaseSearch } from "@/components/search/use-case-search";
import { useTimes } from "@/components/shell/zone";
import { useUrlState } from "@/components/timeline/use-url-state";
import { Button } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { ProgressBar } from "@/components/ui/progress-bar";

/** Every record of a case that fits a query, of all instances and sources, earliest first. */
export function CaseSearch({ caseId, actions }: { caseId: string; actions: SavedSearchActions }) {
  const url = useUrlState();
  const q = (url.params.get("q") ?? "").trim();
  const { state, isFull, goOn, stop } = useCaseSearch(caseId, q);
  const choose = (next: string) => url.change({ q: next === "" ? null : next }, "push");
  const isStale = state.q !== q;
  const shown = isStale ? { ...state, rows: [], mistakes: [], next: null, reading: true } : state;
  return (
    <Card>
      <div className="flex flex-wrap items-start gap-2 border-line border-b px-3.5 py-2">
        <QueryField caseId={caseId} label="Search the case" value={q} onChange={choose} />
        <SavedSearches caseId={caseId} query={q} actions={actions} onChoose={choose} />
      </div>
      {q === "" ? <SearchFields /> : null}
      {shown.mistakes.length > 0 ? <QueryMistakes mistakes={shown.mistakes} text={q} /> : null}
      {shown.rows.length > 0 ? <SearchRows caseId={caseId} rows={shown.rows} /> : null}
      {q === "" || shown.mistakes.length > 0 ? null : (
        <div className="flex min-h-[38px] flex-wrap items-center gap-x-4 gap-y-1.5 border-line border-t px-3.5 py-1.5 text-dim text-sm">
          <Progress state={shown} />
          {shown.reading ? <Button onClick={stop}>Stop</Button> : null}
          {!shown.reading && shown.next !== null && !isFull ? <Button onClick={goOn}>Go on</Button> : null}
          {isFull ? (
            <span>{formatCount(shown.rows.length)} records are shown at most: say more of what you look for.</span>
          ) : null}
          {shown.failed === null ? null : (
            <span role="alert" className="text-warn">
              {shown.failed}
            </span>
          )}
        </div>
      )}
    </Card>
  );
}

/** How far was looked: an empty part is never passed for an empty case. */
function Progress({ state: { rows, next, reading, span, failed } }: { state: CaseSearchState }) {
  const times = useTimes();
  const lookedTo = next === null ? null : Number(next.split(".")[0]);
  const found = countOf(rows.length, "record");
  if (lookedTo === null && reading) return <span role="status">Searching…</span>;
  if (lookedTo === null)
    return (
      <span role="status">
        {failed !== null
          ? `${found} so far`
          : rows.length === 0
            ? "No record of the evidence fits. Coverage tells what was recorded at all."
            : `${found}, all that fit`}
      </span>
    );
  return (
    <>
      <span role="status">
        {found}, searched up to {times.dayClock(lookedTo)}
      </span>
      {span === null ? null : (
        <span className="w-40">
          <ProgressBar label="Searched" value={lookedTo - span.fromMs} max={span.toMs - span.fromMs} />
        </span>
      )}
    </>
  );
}
