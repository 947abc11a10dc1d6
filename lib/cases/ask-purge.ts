import { z } from "zod";
import { appendAuditEntry } from "@/lib/audit/append-entry";
import { type Actor, actorOf } from "@/lib/auth/person";
import { PURGING } from "@/lib/cases/case-state";
import { checkNoLoadRuns } from "@/lib/cases/check-no-load-runs";
import { lockCase } from "@/lib/cases/lock-case";
import { AppError } from "@/lib/core/app-error";
import { inTransaction, type Transaction } from "@/lib/db/client";

export const PurgedCase = z.object({ caseId: z.uuid("There is no such case."), title: z.string() });
export type PurgedCase = z.input<typeof PurgedCase>;

/**
 * Marks a case to be purged, which takes its name: from here on it is gone for everyone, and `runPurge` removes what it
 * holds. Throws AppError `invalid` for another name, `not-found`, `forbidden`, and `conflict` under a legal hold or while a
 * load into it has not ended.
 */
export async function askPurge(input: PurgedCase, actor: Actor): Promise<void> {
  const { caseId, title } = PurgedCase.parse(input);
  await inTransaction(async (transaction) => {
    await lockCase(transaction, { caseId, how: "update", actor, to: "case.purge" });
    const found = await transaction.case.findUniqueOrThrow({ where: { id: caseId }, select: { title: true } });
    if (found.title !== title.trim()) throw new AppError("invalid", "This is not the name of the case.");
    await markPurged(transaction, { caseId, actor: actorOf(actor), byRule: false });
  });
}

/** The same inside the caller's transaction, for a case whose row it holds. */
export async function markPurged(
  transaction: Transaction,
  { caseId, actor, byRule }: { caseId: string; actor: string; byRule: boolean },
): Promise<void> {
  await checkNoLoadRuns(transaction, caseId);
  const waiting = await transaction.load.count({ where: { caseId, finishedAt: null } });
  if (waiting > 0) throw new AppError("conflict", "A load into this case is waiting: cancel it first.");
  await transaction.case.update({ where: { id: caseId }, data: { state: PURGING }, select: { id: true } });
  await transaction.caseMember.deleteMany({ where: { caseId } });
  await transaction.purge.create({ data: { caseId, actor, byRule }, select: { caseId: true } });
  await appendAuditEntry(transaction, {
    ...{ actor, action: "case.purge-asked", caseId, subject: null },
    detail: { byRule },
  });
}
