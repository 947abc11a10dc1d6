"use client";

import dynamic from "next/dynamic";
import { useCallback, useEffect, useMemo, useRef, useState } from "react";
import type { Thing } from "@/components/annotations/annotation-actions";
import { NotesDialog } from "@/components/annotations/notes-dialog";
import { thingOfEvent } from "@/components/annotations/thing-of";
import { useTurnPin } from "@/components/annotations/use-turn-pin";
import { Recorded } from "@/components/coverage/recorded";
import { countOf, formatCount } from "@/components/format/format-count";
import { QueryMistakes } from "@/components/search/query-mistakes";
import type { SavedSearchActions } from "@/components/search/saved-search-actions";
import { useShortcut } from "@/components/shell/use-shortcut";
import { useTimes } from "@/components/shell/zone";
import { EventFilters } from "@/components/timeline/event-filters";
import { EventTable, type EventTableHandle } from "@/components/timeline/event-table";
import { type TableRow, tableRows } from "@/components/timeline/table-rows";
import { TimePosition } from "@/components/timeline/time-position";
import { useEventGroups } from "@/components/timeline/use-event-groups";
import { type EventRows, useEventWindow } from "@/components/timeline/use-event-window";
import { useUrlState } from "@/components/timeline/use-url-state";
import { withManual } from "@/components/timeline/with-manual";
import type { RecordedBehind } from "@/lib/investigate/recorded-behind";
import type { ManualEventRow } from "@/lib/timeline/board/manual-event.types";
import { EVENT_SOURCES, type EventStart } from "@/lib/timeline/events/event.types";
import type { EventSearch } from "@/lib/timeline/events/event-search";
import { eventSearchParams, readEventSearch } from "@/lib/timeline/events/read-event-search";

const loadSheet = () => import("@/components/timeline/event-sheet");
// Who opens no event does not need it.
const EventSheet = dynamic(loadSheet, { ssr: false });
// Nor who counts nothing these.
const EventFacets = dynamic(() => import("@/components/search/event-facets"), { ssr: false });

export interface InstanceEventsProps {
  caseId: string;
  instanceId: string;
  ip: string;
  /** The first rows, as the server made them for this URL. */
  first: EventStart;
  firstContactMs: number | null;
  searches: SavedSearchActions;
  /** What was recorded of the instance at all, should nothing be found. */
  behind: readonly RecordedBehind[];
  /** What people entered by hand, earliest first. */
  manual: readonly ManualEventRow[];
}

/** The events of an instance: what is shown lives in the URL; a table that reads on at both ends; one event beside it. */
export function InstanceEvents({
  caseId,
  instanceId,
  ip,
  first,
  firstContactMs,
  searches,
  behind,
  manual,
}: InstanceEventsProps) {
  const url = useUrlState();
  const { params, change } = url;
  const search = useMemo(() => readEventSearch(params), [params]);
  const of = useMemo(() => ({ caseId, instanceId, ip }), [caseId, instanceId, ip]);
  const window = useEventWindow(of, first, params);
  const groups = useEventGroups(of, params);
  const latestFirst = search.sort === "-time";
  const rows = useMemo(() => tableRows(window.rows, groups.open, latestFirst), [window.rows, groups.open, latestFirst]);
  // They are of no source, and no field of the search language is theirs.
  const showsManual = search.sort !== "-bytes" && search.q === "" && search.source.length === EVENT_SOURCES.length;
  const readFrom = window.hasEarlier ? (window.rows[0]?.atMs ?? window.view.toMs) : window.view.fromMs;
  const readTo = window.hasLater ? (window.rows.at(-1)?.atMs ?? window.view.fromMs) : window.view.toMs;
  const lines = useMemo(
    () => (showsManual ? withManual(rows, manual, { fromMs: readFrom, toMs: readTo }, latestFirst) : rows),
    [rows, manual, showsManual, readFrom, readTo, latestFirst],
  );
  const startAt = useStart(window, lines, search, params.get("open"));
  const table = useRef<EventTableHandle>(null);
  const opened = params.get("open");
  const [sight, setSight] = useState({ first: 0, last: 19 });
  const onSight = useCallback(
    (from: number, to: number) =>
      setSight((known) => (known.first === from && known.last === to ? known : { first: from, last: to })),
    [],
  );

  useEffect(() => {
    const idle = setTimeout(() => void loadSheet(), 1_500);
    return () => clearTimeout(idle);
  }, []);

  const open = useCallback(
    // From one event to the next no way back is laid: back leads to where the sheet was closed.
    (place: string) => change({ open: place }, opened === null ? "push" : "replace"),
    [change, opened],
  );
  const close = () => {
    const place = opened;
    change({ open: null });
    const line = lines.find((row) => row.kind === "event" && row.place === place);
    if (line) table.current?.focus(line.id);
  };
  const { toggle, readOn: readGroup } = groups;
  const activate = useCallback(
    (line: TableRow) => {
      if (line.kind === "manual") return;
      if (line.kind === "rest") readGroup(line.group);
      else if (line.open === null) open(line.place);
      else toggle(line.place);
    },
    [open, toggle, readGroup],
  );
  const step = (by: number) => {
    const line = table.current?.step(by);
    // With an event open, the keys lead from event to event.
    if (opened !== null && line?.kind === "event" && line.open === null) open(line.place);
  };
  useShortcut("j", () => step(1), "Next row");
  useShortcut("k", () => step(-1), "Previous row");
  const [noted, setNoted] = useState<Thing | null>(null);
  const currentThing = () => {
    const line = table.current?.current();
    return line?.kind === "event" ? thingOfEvent(line.event, instanceId) : null;
  };
  const turnPin = useTurnPin();
  useShortcut("p", () => turnPin.run(currentThing()), "Pin the row, or take its pin away", turnPin.may);
  useShortcut("c", () => setNoted(currentThing()), "Comments and tags of the row");

  const { readOn } = window;
  const onReach = useCallback(
    (end: "before" | "behind") => readOn((end === "behind") === latestFirst ? "earlier" : "later"),
    [readOn, latestFirst],
  );
  // A filter's search goes on by itself until something is found or everything was looked at.
  const isEmpty = rows.length === 0 && window.failed === null && !window.stale;
  useEffect(() => {
    if (isEmpty && !window.reading && (window.hasLater || window.hasEarlier)) readOn(latestFirst ? "earlier" : "later");
  }, [isEmpty, window.reading, window.hasLater, window.hasEarlier, readOn, latestFirst]);
  const jump = useCallback((ms: number) => change({ at: new Date(ms).toISOString(), sort: null }, "push"), [change]);
  const seen = lines
    .slice(sight.first, sight.last + 1)
    .flatMap((line) => (line.kind === "event" ? [line.event.atMs] : []));
  const known = lines.find((line) => line.kind === "event" && line.place === opened && line.open === null);

  return (
    <section className="min-w-0 rounded-lg border border-line bg-panel" aria-labelledby="events-heading">
      <EventFilters
        caseId={caseId}
        searches={searches}
        search={search}
        counts={window.counts}
        url={url}
        onJump={jump}
      />
      {search.sort === "-bytes" || seen.length === 0 ? (
        <div className="h-2 bg-soft" />
      ) : (
        <TimePosition view={window.view} firstMs={Math.min(...seen)} lastMs={Math.max(...seen)} onJump={jump} />
      )}
      <div className="lg:flex">
        {params.get("facets") === "on" ? (
          <EventFacets
            of={of}
            params={params}
            query={search.q}
            onQuery={(q) => change({ q: q === "" ? null : q, at: null })}
          />
        ) : null}
        <div className="min-w-0 grow">
          {rows.length === 0 ? <Nothing window={window} search={search} behind={behind} /> : null}
          {lines.length === 0 ? null : (
            <EventTable
              ref={table}
              caseId={caseId}
              instanceId={instanceId}
              lines={lines}
              startAt={startAt}
              opened={opened}
              stale={window.stale}
              ends={
                latestFirst
                  ? { before: window.hasLater, behind: window.hasEarlier }
                  : { before: window.hasEarlier, behind: window.hasLater }
              }
              search={search}
              firstContactMs={firstContactMs}
              onSort={(sort) => change({ ...eventSearchParams({ ...search, sort }), at: null })}
              onActivate={activate}
              onReach={onReach}
              onSight={onSight}
            />
          )}
        </div>
      </div>
      <Foot window={window} rows={window.rows.length} seen={seen} search={search} />
      <NotesDialog thing={noted} onClose={() => setNoted(null)} />
      {turnPin.failure === null ? null : (
        <p role="alert" className="px-3.5 pb-2 text-flag">
          {turnPin.failure}
        </p>
      )}
      {opened === null ? null : (
        <EventSheet
          of={of}
          place={opened}
          known={known?.kind === "event" ? known.event : null}
          params={params}
          firstContactMs={firstContactMs}
          onOpen={open}
          onClose={close}
        />
      )}
    </section>
  );
}

/** Which line a search begins at: the open event, the moment asked for, else the first. */
function useStart(window: EventRows, lines: readonly TableRow[], search: EventSearch, opened: string | null) {
  const { key } = window;
  // biome-ignore lint/correctness/useExhaustiveDependencies: only another search begins anew
  return useMemo(() => {
    const times = lines.map((line) =>
      line.kind === "event" ? line.event.atMs : line.kind === "manual" ? line.atMs : Number.NaN,
    );
    const isOpen = lines.findIndex((line) => line.kind === "event" && line.place === opened);
    const at = search.at ?? (opened === null ? undefined : Number(opened.split(".")[0]));
    if (isOpen >= 0) return { key, index: Math.max(0, isOpen - 4) };
    if (at === undefined) return { key, index: 0 };
    const index = times.findIndex((ms) => (search.sort === "-time" ? ms <= at : ms >= at));
    return { key, index: index < 0 ? Math.max(0, lines.length - 1) : index };
  }, [key]);
}

function Nothing({
  window,
  search,
  behind,
}: {
  window: EventRows;
  search: EventSearch;
  behind: readonly RecordedBehind[];
}) {
  if (window.failed !== null) return null;
  if (window.mistakes.length > 0 && !window.stale) return <QueryMistakes mistakes={window.mistakes} text={search.q} />;
  if (window.stale || window.hasEarlier || window.hasLater) return <p className="px-3.5 py-6 text-dim">Searching…</p>;
  const what = search.q === "" ? "No record of these sources" : `No record of these sources that fits “${search.q}”`;
  return (
    <p className="px-3.5 py-6 text-dim">
      {what} {search.tie === "indicator" ? "names the address" : "stands"} in this stretch of time.{" "}
      <Recorded of={behind} />
    </p>
  );
}

function Foot({
  window,
  rows,
  seen,
  search,
}: {
  window: EventRows;
  rows: number;
  seen: readonly number[];
  search: EventSearch;
}) {
  const times = useTimes();
  const more = window.hasEarlier || window.hasLater;
  return (
    <div className="flex min-h-[29px] flex-wrap items-center gap-x-4 border-line border-t px-3.5 py-1 text-dim text-sm tabular-nums">
      <span role="status">
        {search.q !== "" && window.reading && window.lookedTo !== null
          ? `Searching, looked through up to ${times.dayClock(window.lookedTo)}`
          : window.reading
            ? "Reading…"
            : more
              ? `${formatCount(rows)} rows read, more beyond`
              : countOf(rows, "row")}
      </span>
      {seen.length > 0 && search.sort !== "-bytes" ? (
        <span>In sight: {times.span(Math.min(...seen), Math.max(...seen))}</span>
      ) : null}
      {search.sort === "-bytes" ? <span>Records with accepted bytes out alone, each in a row of its own</span> : null}
      {window.stretches > 1 ? (
        <span title="A group never reaches from one stretch into the next. Zoom in to have fewer.">
          Grouped within {formatCount(window.stretches)} stretches of time
        </span>
      ) : null}
      {window.failed === null ? null : (
        <span className="text-warn" role="alert">
          {window.failed}{" "}
          <button type="button" onClick={window.retry} className="underline">
            Try again
          </button>
        </span>
      )}
    </div>
  );
}
