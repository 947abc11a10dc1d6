"use client";

import { createContext, type ReactNode, useContext, useMemo } from "react";
import type { AnnotationActions } from "@/components/annotations/annotation-actions";
import type { Subject } from "@/lib/core/subject";
import { subjectKey } from "@/lib/core/subject-key";
import type { Mark } from "@/lib/timeline/annotations/marks.types";

interface Annotations {
  caseId: string;
  /** Who looks. */
  personId: string;
  actions: AnnotationActions;
  marks: ReadonlyMap<string, Mark>;
}

const Known = createContext<Annotations | null>(null);

/** What people marked in the case that is open, for whatever on its pages shows marks. */
export function MarksProvider({
  caseId,
  personId,
  actions,
  marks,
  children,
}: Omit<Annotations, "marks"> & { marks: readonly Mark[]; children: ReactNode }) {
  const known = useMemo(
    () => ({ caseId, personId, actions, marks: new Map(marks.map((mark) => [mark.key, mark])) }),
    [caseId, personId, actions, marks],
  );
  return <Known value={known}>{children}</Known>;
}

/** Throws outside the pages of a case. */
export function useAnnotations(): Annotations {
  const known = useContext(Known);
  if (known === null) throw new Error("Marks belong to a case.");
  return known;
}

/** The marks of one thing; undefined without any. */
export function useMark(subject: Subject): Mark | undefined {
  return useAnnotations().marks.get(subjectKey(subject));
}
