import type { Case } from "@/lib/db/models";

export type CaseSummary = Pick<
  Case,
  "id" | "title" | "state" | "scratch" | "revision" | "windowFrom" | "windowTo" | "createdAt"
>;

/** The columns of a case that lists and headers show. */
export const CASE_FIELDS = {
  id: true,
  title: true,
  state: true,
  scratch: true,
  /** Grows with every change of the evidence. */
  revision: true,
  windowFrom: true,
  windowTo: true,
  createdAt: true,
} as const;
