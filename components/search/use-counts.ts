"use client";

import { useEffect, useState } from "react";
import { askServer } from "@/components/shell/ask-server";
import type { CountStep, ValueCounts } from "@/lib/timeline/search/facets.types";
import { addCounts } from "@/lib/timeline/search/top-facets";

/** More are not worth counting: the most frequent values stand by then. */
const ENOUGH = 10_000;

export interface Counts {
  counts: ValueCounts | null;
  counted: number;
  /** How far was counted; null at the end. */
  next: string | null;
  reading: boolean;
  failed: boolean;
}

const NOTHING: Counts = { counts: null, counted: 0, next: null, reading: true, failed: false };

/** Counts the records of a search step by step, until enough of them are counted; `question` is the whole of what is asked. */
export function useCounts(path: string, question: string): Counts {
  const key = `${path}?${question}`;
  const [state, setState] = useState({ ...NOTHING, key });
  useEffect(() => {
    const abort = new AbortController();
    const run = async () => {
      let known: Counts = NOTHING;
      setState({ ...known, key });
      do {
        const search = new URLSearchParams(question);
        if (known.next !== null) search.set("after", known.next);
        const step = await askServer<CountStep>(`${path}?${search}`, abort.signal);
        if (abort.signal.aborted) return;
        const counted = known.counted + step.counted;
        const reading = step.next !== null && counted < ENOUGH;
        known = { ...known, counts: addCounts(known.counts ?? [], step.counts), counted, next: step.next, reading };
        setState({ ...known, key });
      } while (known.reading);
    };
    run().catch(() => {
      if (!abort.signal.aborted) setState((known) => ({ ...known, reading: false, failed: true }));
    });
    return () => abort.abort();
  }, [path, question, key]);
  return state.key === key ? state : NOTHING;
}
