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

/**
 * Holds the case's row to the end of the transaction, so that neither it nor the actor's role in it goes meanwhile, and tells
 * its state. Throws AppError `not-found`, also for someone who is not on the case, and `forbidden`.
 */
export async function lockCase(transaction: Transaction, { caseId, how, actor, to }: Asked): Promise<string> {
  const [found] =
    how === "update"
      ? await transaction.$queryRaw<{ state: string }[]>`SELECT state FROM cases WHERE id = ${caseId}::uuid FOR UPDATE`
      : await transaction.$queryRaw<{ state: string }[]>`SELECT state FROM cases WHERE id = ${caseId}::uuid FOR SHARE`;
  if (!found) throw new AppError("not-found", NO_SUCH_CASE);
  // A statement of its own, begun with the lock held: one that waited for it would still see the role from before.
  const [member] = await transaction.$queryRaw<{ role: CaseRole }[]>`
    SELECT role FROM case_members WHERE case_id = ${caseId}::uuid AND user_id = ${actor.id}`;
  checkRole(actor, { caseId, role: member?.role ?? null }, to);
  return found.state;
}

/** What a case says stays as it is while it is closed. Throws AppError `conflict`. */
export function refuseClosed(state: string): void {
  if (state === "closed") throw new AppError("conflict", "This case is closed. Reopen it to change it.");
}
