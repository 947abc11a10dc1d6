import type { CasePermission } from "@/lib/auth/permissions";

/** What a case is in. One that is being purged is in none of them: for people it is gone. */
export const CASE_STATES = ["open", "in-review", "closed", "archived"] as const;
export type CaseState = (typeof CASE_STATES)[number];

/** Of a case whose purge was asked for. */
export const PURGING = "purging";

const STATE_NAMES: Record<CaseState, string> = {
  open: "Open",
  "in-review": "In review",
  closed: "Closed",
  archived: "Archived",
};

/** What may come after a state. Into review a case goes by asking for one, and out by the answer. */
const NEXT: Record<CaseState, readonly CaseState[]> = {
  open: ["in-review", "closed"],
  "in-review": ["open", "closed"],
  closed: ["open", "archived"],
  archived: ["open"],
};

function isCaseState(text: string): text is CaseState {
  return (CASE_STATES as readonly string[]).includes(text);
}

/** A state as people read it. */
export function stateName(state: string): string {
  return isCaseState(state) ? STATE_NAMES[state] : "Being purged";
}

/** Why a case cannot go from one state to another; null where it can. */
export function refuseState(from: string, to: CaseState): string | null {
  if (from === to) return `This case is ${STATE_NAMES[to].toLowerCase()} already.`;
  if (isCaseState(from) && NEXT[from].includes(to)) return null;
  if (to === "archived") return "Close the case first: only a closed case is archived.";
  if (from === "archived") return "This case is archived. Reopen it first.";
  if (from === "closed") return "This case is closed. Reopen it first.";
  return GOING;
}

/** What is still done in a case that is closed: nothing that it says becomes another by it. */
const WHILE_CLOSED: ReadonlySet<CasePermission> = new Set<CasePermission>([
  ...(["case.read", "case.close", "case.hold", "case.purge", "case.export"] as const),
  ...(["members.change", "webhooks.change", "evidence.check", "report.export"] as const),
]);

const GOING = "This case is being purged.";

/** Why a case in that state does not take what is about to be done; null where it does. */
export function refuseInState(state: string, to: CasePermission): string | null {
  if (!isCaseState(state)) return GOING;
  if (state === "open" || state === "in-review" || WHILE_CLOSED.has(to)) return null;
  return state === "closed"
    ? "This case is closed. Reopen it to change it."
    : "This case is archived. Reopen it to change it.";
}

/** What is refused while a case is held, beside taking back what people said in it. */
const REMOVING: ReadonlySet<CasePermission> = new Set<CasePermission>(["evidence.remove", "case.purge"]);

/** Why nothing may be removed from a case; null without a legal hold, and for what removes nothing. */
export function refuseUnderHold(holdReason: string | null, to: CasePermission, removes: boolean): string | null {
  if (holdReason === null || !(removes || REMOVING.has(to))) return null;
  return `This case is under legal hold, so nothing is removed from it: ${holdReason}`;
}
