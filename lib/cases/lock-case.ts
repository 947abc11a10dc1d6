import { checkRole, NO_SUCH_CASE } from "@/lib/auth/check-permission";
import type { CasePermission, CaseRole } from "@/lib/auth/permissions";
import type { Actor } from "@/lib/auth/person";
import { AppError } from "@/lib/core/app-error";
import type { Transaction } from "@/lib/db/client";

interface Asked {
  caseId: string;
  how: "share" | "update";
  actor: Actor;
  /** What is about to be done. */
  to: CasePermission;
}

interface Found {
  state: string;
  role: CaseRole | null;
}

/**
 * Holds the case's row to the end of the transaction, so that neither it nor the actor's role in it goes meanwhile, and tells
 * its state. Throws AppError `not-found`, also for someone who is not on the case, and `forbidden`.
 */
export async function lockCase(transaction: Transaction, { caseId, how, actor, to }: Asked): Promise<string> {
  const found =
    how === "update"
      ? await transaction.$queryRaw<Found[]>`
          SELECT c.state, m.role FROM cases c LEFT JOIN case_members m ON m.case_id = c.id AND m.user_id = ${actor.id}
           WHERE c.id = ${caseId}::uuid FOR UPDATE OF c`
      : await transaction.$queryRaw<Found[]>`
          SELECT c.state, m.role FROM cases c LEFT JOIN case_members m ON m.case_id = c.id AND m.user_id = ${actor.id}
           WHERE c.id = ${caseId}::uuid FOR SHARE OF c`;
  if (!found[0]) throw new AppError("not-found", NO_SUCH_CASE);
  checkRole(actor, { caseId, role: found[0].role }, to);
  return found[0].state;
}

/** What a case says stays as it is while it is closed. Throws AppError `conflict`. */
export function refuseClosed(state: string): void {
  if (state === "closed") throw new AppError("conflict", "This case is closed. Reopen it to change it.");
}
