import type pg from "pg";
import { appendAuditEntry } from "@/lib/audit/append-entry";
import { type Actor, OPERATOR } from "@/lib/auth/person";
import { checkNoLoadRuns } from "@/lib/cases/check-no-load-runs";
import { removeExports } from "@/lib/cases/export-files";
import { removeGiven } from "@/lib/cases/given-files";
import { lockCase } from "@/lib/cases/lock-case";
import { removeOriginals } from "@/lib/custody/remove-original";
import { inTransaction } from "@/lib/db/client";
import { pool } from "@/lib/db/pool";
import { WITHOUT_A_CASE } from "@/lib/ingest/clear-evidence";
import { tryLockOriginals, unlockAll } from "@/lib/ingest/load-lock";
import { dropLoadTables } from "@/lib/ingest/load-tables";

/**
 * Drops a case with all its rows; its loads' partitions go as whole tables, the rest with the case's row. Originals that
 * no other case holds are removed from the store, unless a load runs just then. Throws AppError `not-found`, and
 * `conflict` while one of its loads runs.
 */
export async function dropCase(caseId: string, actor: Actor = OPERATOR): Promise<void> {
  const lock = await pool().connect();
  let broken = true;
  try {
    const mayRemove = await tryLockOriginals(lock);
    const originals = mayRemove ? await listOwnOriginals(lock, caseId) : [];
    await dropRows(caseId, actor);
    await removeGiven(caseId);
    await removeExports(caseId);
    await removeOriginals(originals);
    await unlockAll(lock);
    broken = false;
  } finally {
    lock.release(broken);
  }
}

/** Hashes of the originals that only this case holds: of its files, of those a load left unread, and of what it was storing. */
export async function listOwnOriginals(client: pg.ClientBase, caseId: string): Promise<string[]> {
  const own = await client.query<{ sha256: string }>(
    `WITH held AS (
       SELECT case_id, sha256 FROM evidence_files
       UNION SELECT l.case_id, f.sha256 FROM load_files f JOIN loads l ON l.id = f.load_id WHERE f.sha256 IS NOT NULL
       UNION SELECT l.case_id, o.sha256 FROM load_originals o JOIN loads l ON l.id = o.load_id)
     SELECT sha256 FROM held h WHERE case_id = $1
        AND NOT EXISTS (SELECT FROM held o WHERE o.sha256 = h.sha256 AND o.case_id <> $1)`,
    [caseId],
  );
  return own.rows.map((row) => row.sha256);
}

async function dropRows(caseId: string, actor: Actor): Promise<void> {
  await inTransaction(async (transaction) => {
    await lockCase(transaction, { caseId, how: "update", actor, to: "case.purge" });
    const loads = await checkNoLoadRuns(transaction, caseId);
    for (const { id } of loads) await dropLoadTables((sql) => transaction.$executeRawUnsafe(sql), id);
    for (const table of WITHOUT_A_CASE)
      await transaction.$executeRawUnsafe(`DELETE FROM ${table} WHERE case_id = $1::uuid`, caseId);
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
