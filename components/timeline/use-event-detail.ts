"use client";

import { useEffect, useState } from "react";
import { AskError } from "@/components/shell/ask-server";
import { askEvents, type EventsOf } from "@/components/timeline/ask-events";
import type { EventDetail } from "@/lib/timeline/events/event-detail.types";
import type { RawRecord } from "@/lib/timeline/evidence/raw-record.types";

/** What is known so far of the answer to one question. */
export type Asked<Answer> = { answer: Answer; failed: null } | { answer: null; failed: string | null };

const WAITING = { answer: null, failed: null } as const;

/** Asks anew whenever the key changes; what is asked must follow from it. */
export function useAsked<Answer>(ask: (signal: AbortSignal) => Promise<Answer>, key: string): Asked<Answer> {
  const [state, setState] = useState<{ key: string; asked: Asked<Answer> }>({ key, asked: WAITING });
  // biome-ignore lint/correctness/useExhaustiveDependencies: the key says what is asked; the function is made anew each time
  useEffect(() => {
    const abort = new AbortController();
    ask(abort.signal).then(
      (answer) => !abort.signal.aborted && setState({ key, asked: { answer, failed: null } }),
      (error: unknown) => {
        if (abort.signal.aborted) return;
        const failed = error instanceof AskError ? error.message : "The server cannot be reached.";
        setState({ key, asked: { answer: null, failed } });
      },
    );
    return () => abort.abort();
  }, [key]);
  return state.key === key ? state.asked : WAITING;
}

/** All that is known of an event, and its raw record, each as it comes. */
export function useEventDetail(
  of: EventsOf,
  place: string,
  params: URLSearchParams,
  whole: boolean,
): { detail: Asked<EventDetail>; raw: Asked<RawRecord> } {
  const none = new URLSearchParams();
  const detail = useAsked<EventDetail>(
    (signal) => askEvents(of, "/open", params, { open: place }, signal),
    `${place} ${["tie", "source", "q", "from", "to"].map((name) => params.get(name)).join(" ")}`,
  );
  const more: Record<string, string> = whole ? { open: place, whole: "1" } : { open: place };
  const raw = useAsked<RawRecord>((signal) => askEvents(of, "/raw", none, more, signal), `${place} ${whole}`);
  return { detail, raw };
}
