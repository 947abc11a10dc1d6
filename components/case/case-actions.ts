import type { ActionResult } from "@/lib/core/action-result";

type Act<Input> = (input: Input) => Promise<ActionResult<void>>;

/** What can be done to a case from its pages, handed down by them. */
export interface CaseActions {
  describe: Act<{ caseId: string; title: string; windowFrom: Date | null; windowTo: Date | null }>;
  addIndicator: Act<{ caseId: string; kind: "address" | "name"; value: string }>;
  removeIndicator: Act<{ caseId: string; indicatorId: number }>;
  setState: Act<{ caseId: string; state: "open" | "closed" | "archived" }>;
  hold: Act<{ caseId: string; held: boolean; reason: string }>;
  purge: Act<{ caseId: string; title: string }>;
}

/** What the bar and its dialogs know of the case. */
export interface ShownCase {
  id: string;
  title: string;
  state: string;
  /** Null without a legal hold. */
  hold: { reason: string; by: string; atMs: number } | null;
  windowFromMs: number | null;
  windowToMs: number | null;
  flagged: { id: number; kind: "address" | "name"; value: string }[];
  names: { name: string; addresses: string[] }[];
  /** From the accepted start until somebody was told, in words; null where it is not known. */
  dwell: { length: string; words: string } | null;
  /** All that can be looked at, in order. */
  addresses: string[];
}
