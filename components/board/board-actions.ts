import type { Thing } from "@/components/annotations/annotation-actions";
import type { ActionResult } from "@/lib/core/action-result";
import type { HypothesisState, Side } from "@/lib/core/hypothesis-state";
import type { EditOutcome, TextEdit } from "@/lib/core/merge-text";

type Act<Input, Value = unknown> = (input: Input) => Promise<ActionResult<Value>>;

interface ManualFields {
  caseId: string;
  at: string;
  knownAt: string;
  title: string;
  detail: string;
  source: string;
  instanceId: string | null;
}

/** What can be done on the board, handed down by the page. */
export interface BoardActions {
  addHypothesis: Act<{ caseId: string; statement: string }>;
  editHypothesis: Act<{ caseId: string; hypothesisId: string; edit: TextEdit }, EditOutcome>;
  setHypothesisState: Act<{ caseId: string; hypothesisId: string; state: HypothesisState; why: string }>;
  removeHypothesis: Act<{ caseId: string; hypothesisId: string }>;
  cite: Act<{ caseId: string; hypothesisId: string; cited: Thing; side: Side; note: string }>;
  removeCitation: Act<{ caseId: string; hypothesisId: string; citationId: string }>;
  addManual: Act<ManualFields>;
  editManual: Act<ManualFields & { eventId: string; version: number }>;
  removeManual: Act<{ caseId: string; eventId: string }>;
}
