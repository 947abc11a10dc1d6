"use client";

import dynamic from "next/dynamic";
import { Recorded } from "@/components/coverage/recorded";
import { countOf, formatCount } from "@/components/format/format-count";
import { CountsChoice } from "@/components/search/counts-choice";
import { QueryField } from "@/components/search/query-field";
import { QueryMistakes } from "@/components/search/query-mistakes";
import type { SavedSearchActions } from "@/components/search/saved-search-actions";
import { SavedSearches } from "@/components/search/saved-searches";
import { SearchFields } from "@/components/search/search-fields";
import { SearchRows } from "@/components/search/search-rows";
import { type CaseSearchState, useCaseSearch } from "@/components/search/use-case-search";
import { useTimes } from "@/components/shell/zone";
import { placeOf } from "@/components/timeline/event-place";
import { type UrlState, useUrlState } from "@/components/timeline/use-url-state";
import { Button } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { ProgressBar } from "@/components/ui/progress-bar";
import { readCursor } from "@/lib/timeline/events/event-cursor";
import type { CaseRow } from "@/lib/timeline/search/search-case";

// Who counts nothing does not need it.
const CaseFacets = dynamic(() => import("@/components/search/case-facets"), { ssr: false });
const EventSheet = dynamic(() => import("@/components/timeline/event-sheet"), { ssr: false });
const RecordSheet = dynamic(() => import("@/components/search/record-sheet"), { ssr: false });
// All that an instance has, whatever the query: the sheet's steps lead through it.
const EVERYTHING = new URLSearchParams({ tie: "all" });

/** Every record of a case that fits a query, of all instances and sources, earliest first. */
export function CaseSearch({
  caseId,
  ip,
  actions,
}: {
  caseId: string;
  /** The case's first address; null where nothing is flagged. */
  ip: string | null;
  actions: SavedSearchActions;
}) {
  const url = useUrlState();
  const q = (url.params.get("q") ?? "").trim();
  const { state, isFull, goOn, stop } = useCaseSearch(caseId, q);
  const choose = (next: string) => url.change({ q: next === "" ? null : next, ...SHUT }, "push");
  const open = (row: CaseRow) => url.change({ open: placeOf(row), of: row.instanceId });
  const isStale = state.q !== q;
  const shown = isStale ? { ...state, rows: [], mistakes: [], next: null, reading: true } : state;
  return (
    <Card>
      <div className="flex flex-wrap items-start gap-2 border-line border-b px-3.5 py-2">
        <QueryField caseId={caseId} label="Search the case" value={q} onChange={choose} />
        {q === "" ? null : <CountsChoice url={url} />}
        <SavedSearches caseId={caseId} query={q} actions={actions} onChoose={choose} />
      </div>
      {q === "" ? <SearchFields /> : null}
      {shown.mistakes.length > 0 ? <QueryMistakes mistakes={shown.mistakes} text={q} /> : null}
      <div className="lg:flex">
        {q !== "" && url.params.get("facets") === "on" && shown.mistakes.length === 0 ? (
          <CaseFacets caseId={caseId} query={q} onQuery={choose} />
        ) : null}
        <div className="min-w-0 grow">
          {shown.rows.length > 0 ? (
            <SearchRows caseId={caseId} rows={shown.rows} hrefOf={url.hrefOf} onOpen={open} />
          ) : null}
        </div>
      </div>
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
      <OpenedRecord caseId={caseId} ip={ip} url={url} rows={shown.rows} />
    </Card>
  );
}

const SHUT = { open: null, of: null };

/** The record that the address opens: of an instance with all that is known of it, else by itself. */
function OpenedRecord({
  caseId,
  ip,
  url,
  rows,
}: {
  caseId: string;
  ip: string | null;
  url: UrlState;
  rows: readonly CaseRow[];
}) {
  const place = url.params.get("open");
  const instanceId = url.params.get("of");
  if (place === null || readCursor(place) === null) return null;
  const known = rows.find((row) => placeOf(row) === place) ?? null;
  const close = () => url.change(SHUT);
  if (instanceId === null || ip === null)
    return <RecordSheet key={place} caseId={caseId} place={place} known={known} onClose={close} />;
  return (
    <EventSheet
      of={{ caseId, instanceId, ip }}
      place={place}
      known={known}
      params={EVERYTHING}
      firstContactMs={null}
      onOpen={(next) => url.change({ open: next }, "replace")}
      onClose={close}
    />
  );
}

/** How far was looked: an empty part is never passed for an empty case. */
function Progress({ state: { rows, next, reading, span, failed, behind } }: { state: CaseSearchState }) {
  const times = useTimes();
  const lookedTo = next === null ? null : Number(next.split(".")[0]);
  const found = countOf(rows.length, "record");
  if (lookedTo === null && reading) return <span role="status">Searching…</span>;
  if (lookedTo === null)
    return (
      <span role="status">
        {failed !== null ? (
          `${found} so far`
        ) : rows.length > 0 ? (
          `${found}, all that fit`
        ) : (
          <>No record of the evidence fits. {behind.length === 0 ? null : <Recorded of={behind} />}</>
        )}
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
