import type { Case } from "@/lib/db/models";

export type CaseSummary = Pick<
  Case,
  | "id"
  | "title"
  | "state"
  | "closedAt"
  | "holdReason"
  | "heldBy"
  | "heldAt"
  | "scratch"
  | "revision"
  | "windowFrom"
  | "windowTo"
  | "createdAt"
>;

/** The columns of a case that lists and headers show. */
export const CASE_FIELDS = {
  id: true,
  title: true,
  state: true,
  closedAt: true,
  ...{ holdReason: true, heldBy: true, heldAt: true },
  scratch: true,
  /** Grows with every change of the evidence. */
  revision: true,
  windowFrom: true,
  windowTo: true,
  createdAt: true,
} as const;
