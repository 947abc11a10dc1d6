import { z } from "zod";
import { appendAuditEntry } from "@/lib/audit/append-entry";
import type { Actor } from "@/lib/auth/person";
import { WINDOW_ORDER } from "@/lib/cases/case-window";
import { lockCase } from "@/lib/cases/lock-case";
import { AppError } from "@/lib/core/app-error";
import { inTransaction } from "@/lib/db/client";

export const TakenBackStart = z.object({ caseId: z.uuid() });
export type TakenBackStart = z.input<typeof TakenBackStart>;

/**
 * Takes an accepted start back: the window begins where it began before. Throws AppError `not-found` where there is no
 * case, `conflict` for a closed one and for one without an accepted start, and `invalid`.
 */
export async function takeBackStart(input: TakenBackStart, actor: Actor): Promise<void> {
  const { caseId } = TakenBackStart.parse(input);
  await inTransaction(async (transaction) => {
    await lockCase(transaction, { caseId, how: "update", actor, to: "case.describe", removes: true });
    const start = await transaction.caseStart.findUnique({ where: { caseId } });
    if (!start) throw new AppError("conflict", "No start is accepted: somebody took it back meanwhile.");
    const { windowTo } = await transaction.case.findUniqueOrThrow({ where: { id: caseId } });
    const { at, wasFrom, reason, summary } = start;
    if (wasFrom !== null && windowTo !== null && wasFrom >= windowTo) throw new AppError("invalid", WINDOW_ORDER);
    await transaction.caseStart.delete({ where: { caseId } });
    await transaction.case.update({ where: { id: caseId }, data: { windowFrom: wasFrom }, select: { id: true } });
    await appendAuditEntry(transaction, {
      ...{ actor, action: "case.start-taken-back", caseId, subject: summary.slice(0, 500) },
      detail: { from: wasFrom?.toISOString() ?? null, was: at.toISOString(), reason },
    });
  });
}
