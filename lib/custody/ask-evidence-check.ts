import { z } from "zod";
import { AppError } from "@/lib/core/app-error";
import { inTransaction } from "@/lib/db/client";

export const CheckedCase = z.object({ caseId: z.uuid("There is no such case.") });

/**
 * Asks for a check of a case's originals; `runEvidenceCheck` or the worker does it. One that waits or runs is not asked for
 * twice: its number is given again. Throws AppError `not-found`.
 */
export async function askEvidenceCheck(
  input: z.input<typeof CheckedCase>,
  actor: string,
): Promise<{ checkId: number }> {
  const { caseId } = CheckedCase.parse(input);
  return inTransaction(async (transaction) => {
    const found = await transaction.$queryRaw<unknown[]>`SELECT 1 FROM cases WHERE id = ${caseId}::uuid FOR UPDATE`;
    if (found.length === 0) throw new AppError("not-found", "There is no such case.");
    const open = await transaction.evidenceCheck.findFirst({
      where: { caseId, state: { in: ["queued", "running"] } },
      select: { id: true },
    });
    if (open) return { checkId: open.id };
    const { id } = await transaction.evidenceCheck.create({ data: { caseId, actor }, select: { id: true } });
    return { checkId: id };
  });
}
