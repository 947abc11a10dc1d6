"use client";

import { useEffect, useState } from "react";
import { askServer } from "@/components/shell/ask-server";
import type { CaseCountStep, ValueCounts } from "@/lib/timeline/search/facets.types";
import { addCounts } from "@/lib/timeline/search/top-facets";

/** More are not worth counting: the most frequent values stand by then. */
const ENOUGH = 10_000;

export interface CaseCounts {
  /** The query that is counted. */
  q: string;
  counts: ValueCounts | null;
  counted: number;
  /** How far was counted; null at the end. */
  next: string | null;
  reading: boolean;
  failed: boolean;
}

const NOTHING = { counts: null, counted: 0, next: null, failed: false };

/** Counts the records of a search through a case step by step, until enough of them are counted. */
export function useCaseCounts(caseId: string, q: string): CaseCounts {
  const [state, setState] = useState<CaseCounts>({ q, ...NOTHING, reading: true });
  useEffect(() => {
    const abort = new AbortController();
    const run = async () => {
      let known: CaseCounts = { q, ...NOTHING, reading: true };
      setState(known);
      do {
        const search = new URLSearchParams({ q, ...(known.next === null ? {} : { after: known.next }) });
        const path = `/api/cases/${encodeURIComponent(caseId)}/search/facets?${search}`;
        const step = await askServer<CaseCountStep>(path, abort.signal);
        if (abort.signal.aborted) return;
        const counted = known.counted + step.counted;
        const reading = step.next !== null && counted < ENOUGH;
        known = { ...known, counts: addCounts(known.counts ?? [], step.counts), counted, next: step.next, reading };
        setState(known);
      } while (known.reading);
    };
    run().catch(() => {
      if (!abort.signal.aborted) setState((known) => ({ ...known, reading: false, failed: true }));
    });
    return () => abort.abort();
  }, [caseId, q]);
  return state.q === q ? state : { q, ...NOTHING, reading: true };
}
