import type { Annotation } from "@/lib/report/case-data.types";

/** One thing that people added to a case. */
export function annotation(kind: string, id: string, title: string, facts: Annotation["facts"]): Annotation {
  return { kind, id, title, facts };
}
