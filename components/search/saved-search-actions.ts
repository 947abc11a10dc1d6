import type { ActionResult } from "@/lib/core/action-result";

/** What people can do to the saved searches of a case. */
export interface SavedSearchActions {
  save: (input: { caseId: string; name: string; query: string }) => Promise<ActionResult<unknown>>;
  rename: (input: { caseId: string; searchId: number; name: string }) => Promise<ActionResult<unknown>>;
  remove: (input: { caseId: string; searchId: number }) => Promise<ActionResult<unknown>>;
}
