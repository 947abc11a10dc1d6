import { z } from "zod";
import { type Actor, actorOf } from "@/lib/auth/person";
import { lockCase } from "@/lib/cases/lock-case";
import { inTransaction } from "@/lib/db/client";

export const CheckedCase = z.object({ caseId: z.uuid("There is no such case.") });

/**
 * Asks for a check of a case's originals; `runEvidenceCheck` or the worker does it. One that waits or runs is not asked for
 * twice: its number is given again. Throws AppError `not-found`.
 */
export async function askEvidenceCheck(input: z.input<typeof CheckedCase>, actor: Actor): Promise<{ checkId: number }> {
  const { caseId } = CheckedCase.parse(input);
  return inTransaction(async (transaction) => {
    await lockCase(transaction, { caseId, how: "update", actor, to: "evidence.check" });
    const open = await transaction.evidenceCheck.findFirst({
      where: { caseId, state: { in: ["queued", "running"] } },
      select: { id: true },
    });
    if (open) return { checkId: open.id };
    const { id } = await transaction.evidenceCheck.create({
      data: { caseId, actor: actorOf(actor) },
      select: { id: true },
    });
    return { checkId: id };
  });
}
