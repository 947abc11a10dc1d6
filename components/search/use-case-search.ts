"use client";

import { useCallback, useEffect, useRef, useState } from "react";
import { AskError, askServer } from "@/components/shell/ask-server";
import type { CaseRow, CaseSearchStep } from "@/lib/timeline/search/search-case";

/** A run of steps goes on by itself until it has found so many records. */
const ENOUGH = 100;
/** Rows that are shown at most: more are no longer read by anyone. */
const MOST_ROWS = 2_000;

export interface CaseSearchState {
  /** The query that the rows answer. */
  q: string;
  rows: readonly CaseRow[];
  mistakes: CaseSearchStep["mistakes"];
  span: CaseSearchStep["span"];
  behind: CaseSearchStep["behind"];
  /** Where to go on; null at the end. */
  next: string | null;
  reading: boolean;
  failed: string | null;
}

const NOTHING = { rows: [], mistakes: [], span: null, behind: [], next: null, reading: false, failed: null };

/** A search through a case, step by step; another query ends it, `stop` holds it, `goOn` takes it up again. */
export function useCaseSearch(caseId: string, q: string) {
  const [state, setState] = useState<CaseSearchState>({ q, ...NOTHING, reading: q !== "" });
  const running = useRef<AbortController | null>(null);
  const run = useCallback(
    async (after: string | null) => {
      running.current?.abort();
      const abort = new AbortController();
      running.current = abort;
      let found = 0;
      let place = after;
      setState((known) => ({ ...(after === null ? { ...NOTHING, q } : known), reading: true, failed: null }));
      try {
        do {
          const search = new URLSearchParams({ q, ...(place === null ? {} : { after: place }) });
          const step = await askServer<CaseSearchStep>(
            `/api/cases/${encodeURIComponent(caseId)}/search?${search}`,
            abort.signal,
          );
          if (abort.signal.aborted) return;
          found += step.rows.length;
          place = step.next;
          const goesOn = place !== null && found < ENOUGH;
          setState((known) => ({
            ...known,
            rows: [...known.rows, ...step.rows].slice(0, MOST_ROWS),
            ...{ mistakes: step.mistakes, span: step.span ?? known.span, next: step.next, reading: goesOn },
            behind: step.behind,
          }));
          if (!goesOn) return;
        } while (!abort.signal.aborted);
      } catch (error) {
        if (abort.signal.aborted) return;
        const failed = error instanceof AskError ? error.message : "The server cannot be reached.";
        setState((known) => ({ ...known, reading: false, failed }));
      }
    },
    [caseId, q],
  );
  useEffect(() => {
    if (q === "") setState({ q, ...NOTHING });
    else void run(null);
    return () => running.current?.abort();
  }, [q, run]);
  return {
    state,
    isFull: state.rows.length >= MOST_ROWS,
    goOn: () => run(state.next),
    stop: () => {
      running.current?.abort();
      setState((known) => ({ ...known, reading: false }));
    },
  };
}
