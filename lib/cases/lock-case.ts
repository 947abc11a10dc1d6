import { checkRole, NO_SUCH_CASE } from "@/lib/auth/check-permission";
import type { CasePermission, CaseRole } from "@/lib/auth/permissions";
import type { Actor } from "@/lib/auth/person";
import { refuseInState, refuseUnderHold } from "@/lib/cases/case-state";
import { AppError } from "@/lib/core/app-error";
import type { Transaction } from "@/lib/db/client";

interface Asked {
  caseId: string;
  how: "share" | "update";
  actor: Actor;
  /** What is about to be done. */
  to: CasePermission;
  /** It takes something away that people said in the case: not under a legal hold. */
  removes?: boolean;
  /** It ends or repeats work of the program, or may come to nothing: a closed case takes it, too. */
  evenClosed?: boolean;
}

interface Locked {
  state: string;
  hold_reason: string | null;
}

/**
 * Holds the case's row to the end of the transaction, so that neither it nor the actor's role in it goes meanwhile, and tells
 * its state. Throws AppError `not-found`, also for someone who is not on the case, `forbidden`, and `conflict` where its
 * state or a legal hold does not allow what is about to be done.
 */
export async function lockCase(transaction: Transaction, asked: Asked): Promise<string> {
  const { caseId, how, actor, to, removes = false, evenClosed = false } = asked;
  // Rows that name the case may still be added: else whoever is about to note something would wait for the end of a file that is loaded.
  const [found] =
    how === "update"
      ? await transaction.$queryRaw<Locked[]>`
          SELECT state, hold_reason FROM cases WHERE id = ${caseId}::uuid FOR NO KEY UPDATE`
      : await transaction.$queryRaw<Locked[]>`
          SELECT state, hold_reason FROM cases WHERE id = ${caseId}::uuid FOR SHARE`;
  if (!found) throw new AppError("not-found", NO_SUCH_CASE);
  // A statement of its own, begun with the lock held: one that waited for it would still see the role from before.
  const [member] = await transaction.$queryRaw<{ role: CaseRole }[]>`
    SELECT role FROM case_members WHERE case_id = ${caseId}::uuid AND user_id = ${actor.id}`;
  checkRole(actor, { caseId, role: member?.role ?? null }, to);
  const refused =
    refuseInState(found.state, evenClosed ? "case.read" : to) ?? refuseUnderHold(found.hold_reason, to, removes);
  if (refused !== null) throw new AppError("conflict", refused);
  return found.state;
}

/** Throws AppError `conflict` for a closed case. `lockCase` refuses that itself. */
export function refuseClosed(state: string): void {
  const refused = refuseInState(state, "case.describe");
  if (refused !== null) throw new AppError("conflict", refused);
}
