import { AppError } from "@/lib/core/app-error";
import type { Transaction } from "@/lib/db/client";
import { LOAD_LOCK } from "@/lib/ingest/load-lock";

/**
 * Throws AppError `conflict` while a load of the case runs; none can begin before the transaction ends. The case must be
 * locked for update.
 */
export async function checkNoLoadRuns(transaction: Transaction, caseId: string): Promise<{ id: number }[]> {
  const loads = await transaction.load.findMany({ where: { caseId }, orderBy: { id: "asc" }, select: { id: true } });
  for (const { id } of loads) {
    const [lock] = await transaction.$queryRaw<{ held: boolean }[]>`
      SELECT pg_try_advisory_xact_lock(${LOAD_LOCK}::int, ${id}::int) AS held`;
    if (!lock?.held) throw new AppError("conflict", "A load into this case is running: cancel it first.");
  }
  return loads;
}
