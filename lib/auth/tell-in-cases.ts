import { type AuditRecord, appendAuditEntry } from "@/lib/audit/append-entry";
import type { Transaction } from "@/lib/db/client";

/**
 * Writes an entry about someone, and the same one into the trail of every case that they are on: who reads those learns that
 * another could have come in as them.
 */
export async function tellInCases(transaction: Transaction, userId: string, entry: AuditRecord): Promise<void> {
  await appendAuditEntry(transaction, entry);
  const cases = await transaction.caseMember.findMany({
    where: { userId },
    select: { caseId: true },
    orderBy: { caseId: "asc" },
  });
  for (const { caseId } of cases) await appendAuditEntry(transaction, { ...entry, caseId });
}
