import { z } from "zod";
import { appendAuditEntry } from "@/lib/audit/append-entry";
import type { Actor } from "@/lib/auth/person";
import { lockCase } from "@/lib/cases/lock-case";
import { AppError } from "@/lib/core/app-error";
import { inTransaction } from "@/lib/db/client";

export const RemovedSearch = z.object({ caseId: z.uuid(), searchId: z.number().int().positive() });
export type RemovedSearch = z.input<typeof RemovedSearch>;

/** Takes a saved search away; what it asked for stands in the audit trail. Throws AppError `not-found`. */
export async function removeSearch(input: RemovedSearch, actor: Actor): Promise<void> {
  const { caseId, searchId } = RemovedSearch.parse(input);
  await inTransaction(async (transaction) => {
    await lockCase(transaction, { caseId, how: "update", actor, to: "searches.change", removes: true });
    const found = await transaction.savedSearch.findFirst({ where: { id: searchId, caseId } });
    if (!found) throw new AppError("not-found", "This search was removed already.");
    await transaction.savedSearch.delete({ where: { id: searchId }, select: { id: true } });
    const detail = { query: found.query, savedBy: found.actor };
    await appendAuditEntry(transaction, { actor, action: "search.removed", caseId, subject: found.name, detail });
  });
}
