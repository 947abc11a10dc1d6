import { z } from "zod";
import { appendAuditEntry } from "@/lib/audit/append-entry";
import type { Actor } from "@/lib/auth/person";
import { lockCase } from "@/lib/cases/lock-case";
import { AppError } from "@/lib/core/app-error";
import { inTransaction } from "@/lib/db/client";
import { pool } from "@/lib/db/pool";
import { isLoadRun } from "@/lib/ingest/load-lock";

export const LoadOfCase = z.object({ caseId: z.uuid("There is no such case."), loadId: z.number().int().positive() });

/**
 * Cancels a load that waits or reads: the one who runs it hears of it within a second. Files that are done stay; the rest
 * can be loaded later. Throws AppError `not-found`, and `conflict` when it no longer reads.
 *
 * @returns whether somebody runs it, and so will end it; else the worker is to be asked
 */
export async function cancelLoad(input: z.input<typeof LoadOfCase>, actor: Actor): Promise<{ isRun: boolean }> {
  const { caseId, loadId } = LoadOfCase.parse(input);
  await inTransaction(async (transaction) => {
    await lockCase(transaction, { caseId, how: "share", actor, to: "evidence.add", evenClosed: true });
    const { count } = await transaction.load.updateMany({
      where: { id: loadId, caseId, finishedAt: null, state: { in: ["queued", "loading"] } },
      data: { state: "cancelled" },
    });
    if (count === 0) {
      const found = await transaction.load.findFirst({ where: { id: loadId, caseId }, select: { id: true } });
      if (!found) throw new AppError("not-found", "There is no such load.");
      throw new AppError("conflict", "This load has read all of its files: there is nothing left to cancel.");
    }
    await appendAuditEntry(transaction, {
      ...{ actor, action: "load.cancelled", caseId, subject: `load ${loadId}`, detail: {} },
    });
  });
  return { isRun: await isLoadRun(pool(), loadId) };
}
