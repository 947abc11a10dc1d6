"use client";

import { useCallback, useEffect, useRef, useState } from "react";
import { AskError } from "@/components/shell/ask-server";
import { askEvents, type EventsOf, SEARCH_NAMES } from "@/components/timeline/ask-events";
import { placeOf } from "@/components/timeline/event-place";
import type { EventRow, EventStart, EventWindow } from "@/lib/timeline/events/event.types";

/** Rows that are kept; those farthest away make room for what is read. */
const MOST_ROWS = 2_000;

interface Shown extends EventStart {
  /** The search that the rows answer. */
  key: string;
  first: EventStart;
}

export interface EventRows {
  /** The search that the rows answer. */
  key: string;
  rows: readonly EventRow[];
  view: EventStart["view"];
  counts: EventStart["counts"];
  stretches: number;
  mistakes: EventStart["mistakes"];
  /** How far a search that goes on has looked, epoch ms; null where there is nothing further. */
  lookedTo: number | null;
  hasEarlier: boolean;
  hasLater: boolean;
  /** Rows of another search are shown while those of this one are read. */
  stale: boolean;
  reading: boolean;
  /** Why the last reading failed, in words. */
  failed: string | null;
  readOn: (way: "earlier" | "later") => void;
  retry: () => void;
}

const keyOf = (params: URLSearchParams) => [...SEARCH_NAMES, "at"].map((name) => params.get(name) ?? "").join("\n");

/** The rows of the table for the URL's search: a window that reads on at both ends and never grows without bound. */
export function useEventWindow(of: EventsOf, first: EventStart, params: URLSearchParams): EventRows {
  const key = keyOf(params);
  const [state, setState] = useState<Shown>({ ...first, first, key });
  const [reading, setReading] = useState(false);
  const [failed, setFailed] = useState<{ key: string; message: string } | null>(null);
  const [attempt, setAttempt] = useState(0);
  const running = useRef<AbortController | null>(null);
  // The server drew the page anew, for the URL as it now is.
  const shown = state.first === first ? state : { ...first, first, key };
  if (shown !== state) setState(shown);
  const stale = shown.key !== key;
  const { caseId, instanceId, ip } = of;

  const run = useCallback(async (work: (signal: AbortSignal) => Promise<void>, about: string) => {
    running.current?.abort();
    const abort = new AbortController();
    running.current = abort;
    setReading(true);
    setFailed(null);
    try {
      await work(abort.signal);
    } catch (error) {
      if (!abort.signal.aborted)
        setFailed({ key: about, message: error instanceof AskError ? error.message : "The server cannot be reached." });
    } finally {
      if (running.current === abort) {
        running.current = null;
        setReading(false);
      }
    }
  }, []);

  // biome-ignore lint/correctness/useExhaustiveDependencies: another attempt is the reason to ask again, not an input
  useEffect(() => {
    if (!stale) return;
    const search = new URLSearchParams(params);
    const at = search.get("at");
    run(async (signal) => {
      const more: Record<string, string> = at === null ? {} : { at };
      const start = await askEvents<EventStart>({ caseId, instanceId, ip }, "", search, more, signal);
      if (!signal.aborted) setState({ ...start, first, key });
    }, key);
  }, [stale, key, first, run, caseId, instanceId, ip, attempt]);
  useEffect(() => () => running.current?.abort(), []);

  const { earlier, later } = shown;
  const readOn = useCallback(
    (way: "earlier" | "later") => {
      const cursor = way === "earlier" ? earlier : later;
      if (cursor === null || stale || running.current) return;
      const byBytes = params.get("sort") === "-bytes";
      const name = way === "earlier" ? "before" : byBytes ? "below" : "after";
      run(async (signal) => {
        const more = await askEvents<EventWindow>({ caseId, instanceId, ip }, "", params, { [name]: cursor }, signal);
        if (!signal.aborted) setState((known) => (known.key === key ? extended(known, more, way) : known));
      }, key);
    },
    [earlier, later, stale, params, run, caseId, instanceId, ip, key],
  );
  return {
    ...{
      key: shown.key,
      rows: shown.rows,
      view: shown.view,
      counts: shown.counts,
      stretches: shown.stretches,
      mistakes: shown.mistakes,
      stale,
      reading,
      readOn,
    },
    lookedTo: later === null ? null : Number(later.split(".")[0]),
    ...{ hasEarlier: earlier !== null, hasLater: later !== null },
    failed: failed?.key === key ? failed.message : null,
    retry: useCallback(() => {
      setFailed(null);
      setAttempt((number) => number + 1);
    }, []),
  };
}

/** The window with more rows at one end; what is too much goes at the other, and can be read again. */
export function extended<Known extends EventWindow>(known: Known, more: EventWindow, way: "earlier" | "later"): Known {
  const rows = way === "earlier" ? [...more.rows, ...known.rows] : [...known.rows, ...more.rows];
  const ends = way === "earlier" ? { earlier: more.earlier } : { later: more.later };
  if (rows.length <= MOST_ROWS) return { ...known, ...ends, rows };
  const kept = way === "earlier" ? rows.slice(0, MOST_ROWS) : rows.slice(-MOST_ROWS);
  const edge = way === "earlier" ? kept.at(-1) : kept[0];
  const cursor = edge ? placeOf(edge) : null;
  return { ...known, ...ends, ...(way === "earlier" ? { later: cursor } : { earlier: cursor }), rows: kept };
}
