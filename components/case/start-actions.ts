import type { ActionResult } from "@/lib/core/action-result";
import type { StartReason } from "@/lib/investigate/start/start.types";

/** What can be done about the start of a case. */
export interface StartActions {
  accept: (input: {
    caseId: string;
    ip: string;
    reason: StartReason;
    at: string;
    why: string;
  }) => Promise<ActionResult<void>>;
  takeBack: (input: { caseId: string }) => Promise<ActionResult<void>>;
}
