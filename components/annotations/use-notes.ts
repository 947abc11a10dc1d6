"use client";

import { useRef } from "react";
import { useAnnotations } from "@/components/annotations/marks";
import { askServer } from "@/components/shell/ask-server";
import { type Asked, useAsked } from "@/components/timeline/use-event-detail";
import type { Notes } from "@/lib/timeline/annotations/marks.types";

/** What people said of a thing, by its key; read again whenever its marks change, and what was read stays meanwhile. */
export function useNotes(key: string): Asked<Notes> {
  const { caseId, marks } = useAnnotations();
  const asked = useAsked<Notes>(
    (signal) => askServer(`/api/cases/${encodeURIComponent(caseId)}/notes?${new URLSearchParams({ of: key })}`, signal),
    `${key} ${marks.get(key)?.stamp ?? ""}`,
  );
  const last = useRef<{ key: string; answer: Notes } | null>(null);
  if (asked.answer !== null) last.current = { key, answer: asked.answer };
  const { current } = last;
  return asked.answer === null && asked.failed === null && current?.key === key
    ? { answer: current.answer, failed: null }
    : asked;
}
