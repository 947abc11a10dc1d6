import { z } from "zod";
import { appendAuditEntry } from "@/lib/audit/append-entry";
import type { Actor } from "@/lib/auth/person";
import { lockCase } from "@/lib/cases/lock-case";
import { AppError } from "@/lib/core/app-error";
import { inTransaction } from "@/lib/db/client";

export const RemovedIndicator = z.object({ caseId: z.uuid(), indicatorId: z.number().int().positive() });
export type RemovedIndicator = z.input<typeof RemovedIndicator>;

/** Takes a flag back. Throws AppError `not-found`, and `conflict` for a closed case. */
export async function removeIndicator(input: RemovedIndicator, actor: Actor): Promise<void> {
  const { caseId, indicatorId } = RemovedIndicator.parse(input);
  await inTransaction(async (transaction) => {
    await lockCase(transaction, { caseId, how: "update", actor, to: "indicators.change", removes: true });
    const found = await transaction.indicator.findFirst({ where: { id: indicatorId, caseId } });
    if (!found) throw new AppError("not-found", "That is not flagged in this case any more.");
    await transaction.indicator.delete({ where: { id: indicatorId }, select: { id: true } });
    await transaction.case.update({ where: { id: caseId }, data: { updatedAt: new Date() }, select: { id: true } });
    await appendAuditEntry(transaction, {
      actor,
      action: "indicator.removed",
      caseId,
      subject: found.value,
      detail: { kind: found.kind, source: found.source },
    });
  });
}
