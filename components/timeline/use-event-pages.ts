"use client";

import { useCallback, useEffect, useRef, useState } from "react";
import type { EventPage, EventRow } from "@/lib/timeline/events/event.types";

interface Source {
  caseId: string;
  instanceId: string;
  ip: string;
  first: EventPage;
  params: URLSearchParams;
}

export type ReadState = "ready" | "reading" | "failed";

/** The rows read so far and a way to read on; starts over when the server gives another first page. */
export function useEventPages({ caseId, instanceId, ip, first, params }: Source) {
  const [pages, setPages] = useState<{ first: EventPage; rows: EventRow[]; next: string | null }>({ first, ...first });
  const [state, setState] = useState<ReadState>("ready");
  const reading = useRef<AbortController | null>(null);
  const current = pages.first === first ? pages : { first, ...first };

  // A page of the search before must not be put behind the rows of this one.
  // biome-ignore lint/correctness/useExhaustiveDependencies: a new first page is the reason to stop, not an input
  useEffect(() => {
    setState("ready");
    return () => {
      reading.current?.abort();
      reading.current = null;
    };
  }, [first]);

  const { rows, next } = current;
  const readOn = useCallback(async () => {
    if (next === null || reading.current) return;
    const abort = new AbortController();
    reading.current = abort;
    setState("reading");
    const query = new URLSearchParams({ ip, after: next });
    for (const name of ["tie", "source", "from", "to"]) {
      const value = params.get(name);
      if (value !== null) query.set(name, value);
    }
    try {
      const answer = await fetch(
        `/api/cases/${encodeURIComponent(caseId)}/instances/${encodeURIComponent(instanceId)}/events?${query}`,
        { signal: abort.signal },
      );
      if (!answer.ok) throw new Error(`status ${answer.status}`);
      const page = (await answer.json()) as EventPage;
      if (abort.signal.aborted) return;
      setPages({ first, rows: [...rows, ...page.rows], next: page.next });
      setState("ready");
    } catch {
      if (!abort.signal.aborted) setState("failed");
    } finally {
      if (reading.current === abort) reading.current = null;
    }
  }, [caseId, instanceId, ip, first, next, params, rows]);

  return { rows, more: next !== null, state, readOn };
}
