import { z } from "zod";
import { appendAuditEntry } from "@/lib/audit/append-entry";
import { type Actor, actorOf } from "@/lib/auth/person";
import { lockCase } from "@/lib/cases/lock-case";
import { AppError } from "@/lib/core/app-error";
import { PersonText } from "@/lib/core/person-text";
import { inTransaction } from "@/lib/db/client";

const Reason = PersonText.trim()
  .min(1, "Say why, for those who read this later.")
  .max(500, "A reason has 500 characters at most.");

export const HeldCase = z.object({ caseId: z.uuid("There is no such case."), held: z.boolean(), reason: Reason });
export type HeldCase = z.input<typeof HeldCase>;

/**
 * Sets a legal hold on a case, in any state, or lifts it: while it holds, nothing is removed from the case. Throws AppError
 * `not-found`, `forbidden`, and `conflict` where it is so already.
 */
export async function holdCase(input: HeldCase, actor: Actor): Promise<void> {
  const { caseId, held, reason } = HeldCase.parse(input);
  await inTransaction(async (transaction) => {
    await lockCase(transaction, { caseId, how: "update", actor, to: "case.hold" });
    const before = await transaction.case.findUniqueOrThrow({
      where: { id: caseId },
      select: { title: true, holdReason: true, heldBy: true, heldAt: true },
    });
    if (held === (before.holdReason !== null))
      throw new AppError(
        "conflict",
        held ? "This case is under legal hold already." : "This case is not under legal hold.",
      );
    await transaction.case.update({
      where: { id: caseId },
      data: held
        ? { holdReason: reason, heldBy: actorOf(actor), heldAt: new Date() }
        : { holdReason: null, heldBy: null, heldAt: null },
      select: { id: true },
    });
    await appendAuditEntry(transaction, {
      ...{ actor, action: held ? "case.held" : "case.hold-lifted", caseId, subject: before.title },
      detail: held
        ? { reason }
        : { reason, was: before.holdReason, setBy: before.heldBy, setAt: before.heldAt?.toISOString() ?? null },
    });
  });
}
