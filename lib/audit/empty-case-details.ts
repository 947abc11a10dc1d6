import type { Transaction } from "@/lib/db/client";

/**
 * Empties subjects and details of a purged case's audit entries, in the transaction that purges it and after the entry
 * (`case.purged`) that says so; the chain holds on. Gives their number. Refused by the database where no entry says so.
 */
export async function emptyCaseDetails(transaction: Transaction, caseId: string): Promise<number> {
  const [row] = await transaction.$queryRaw<{ emptied: bigint }[]>`SELECT audit_empty_case(${caseId}::uuid) AS emptied`;
  return Number(row?.emptied ?? 0);
}
