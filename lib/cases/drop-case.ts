import { appendAuditEntry, LOCAL_ACTOR } from "@/lib/audit/append-entry";
import { lockCase } from "@/lib/cases/lock-case";
import { AppError } from "@/lib/core/app-error";
import { inTransaction } from "@/lib/db/client";
import { LOAD_LOCK } from "@/lib/ingest/load-lock";
import { dropLoadTables } from "@/lib/ingest/load-tables";

/**
 * Drops a case with all its rows; its loads' partitions go as whole tables, the rest with the case's row. Originals stay
 * in the store, for another case may hold the same bytes. Throws AppError `not-found`, and `conflict` while one of its
 * loads runs.
 */
export async function dropCase(caseId: string, actor = LOCAL_ACTOR): Promise<void> {
  await inTransaction(async (transaction) => {
    await lockCase(transaction, caseId, "update");
    const loads = await transaction.load.findMany({ where: { caseId }, orderBy: { id: "asc" }, select: { id: true } });
    for (const { id } of loads) {
      const [lock] = await transaction.$queryRaw<{ held: boolean }[]>`
        SELECT pg_try_advisory_xact_lock(${LOAD_LOCK}::int, ${id}::int) AS held`;
      if (!lock?.held) throw new AppError("conflict", "A load into this case is running: cancel it first.");
    }
    for (const { id } of loads) await dropLoadTables((sql) => transaction.$executeRawUnsafe(sql), id);
    const dropped = await transaction.case.delete({ where: { id: caseId }, select: { title: true, scratch: true } });
    await appendAuditEntry(transaction, {
      actor,
      action: "case.dropped",
      caseId,
      subject: dropped.title,
      detail: { scratch: dropped.scratch, loads: loads.length },
    });
  });
}
