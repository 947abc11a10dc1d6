"use client";

import type { Thing } from "@/components/annotations/annotation-actions";
import { useAnnotations } from "@/components/annotations/marks";
import { useMay } from "@/components/case/rights";
import { useCaseAction } from "@/components/case/use-case-action";
import { subjectKey } from "@/lib/core/subject-key";

/** Pins a thing, or takes its pin away, for those who may. */
export function useTurnPin() {
  const { caseId, actions, marks } = useAnnotations();
  const may = useMay("marks.change");
  const { run, busy, failure } = useCaseAction();
  const turn = (thing: Thing | null) => {
    if (thing === null || busy || !may) return;
    const { subject } = thing;
    const isPinned = marks.get(subjectKey(subject))?.pinned ?? false;
    run(() => (isPinned ? actions.unpin({ caseId, subject }) : actions.pin({ caseId, ...thing })));
  };
  return { may, failure, busy, run: turn };
}
