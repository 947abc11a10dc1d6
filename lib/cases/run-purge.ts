import { rm } from "node:fs/promises";
import { setTimeout as sleep } from "node:timers/promises";
import { appendAuditEntry } from "@/lib/audit/append-entry";
import { emptyCaseDetails } from "@/lib/audit/empty-case-details";
import { PURGING } from "@/lib/cases/case-state";
import { listOwnOriginals } from "@/lib/cases/drop-case";
import { removeExports } from "@/lib/cases/export-files";
import { removeGiven } from "@/lib/cases/given-files";
import { countCase, type PurgeCounts } from "@/lib/cases/purge-counts";
import { AppError } from "@/lib/core/app-error";
import { recordCopyPath } from "@/lib/custody/record-copy/copy-layout";
import { removeOriginals } from "@/lib/custody/remove-original";
import { inTransaction, type Json, prisma, type Transaction } from "@/lib/db/client";
import { pool } from "@/lib/db/pool";
import { env } from "@/lib/env";
import { MADE_BY_LOADING } from "@/lib/ingest/clear-evidence";
import { tryLockOriginals, unlockAll } from "@/lib/ingest/load-lock";
import { dropLoadTables } from "@/lib/ingest/load-tables";
import { removeFetchFolder } from "@/lib/sources/fetch-folder";
import { removeUpload } from "@/lib/sources/upload-store";

const WAIT_MS = 2000;
/** So many originals are removed between two looks at whether to stop. */
const ORIGINALS_AT_ONCE = 100;
/** What tells which originals are this case's stays until they are gone. */
const NAMES_ORIGINALS: ReadonlySet<string> = new Set(["evidence_files", "loads"]);

interface Progress {
  caseId: string;
  signal?: AbortSignal;
  stepsTotal: number;
  stepsDone: number;
}

/**
 * Removes all that a case holds whose purge was asked for: records, what follows from them, originals that no other case has,
 * copies, uploads, and last the case itself, in whose transaction the audit trail loses the details of the case's entries and
 * gets one that says who had it purged, with counts. Each step may be cut off and is done again. Throws AppError `not-found`
 * for a case that is not to be purged.
 */
export async function runPurge(caseId: string, { signal }: { signal?: AbortSignal } = {}): Promise<void> {
  const asked = await prisma().purge.findUnique({ where: { caseId } });
  if (!asked) throw new AppError("not-found", "No purge of this case was asked for.");
  if (asked.finishedAt !== null) return;
  try {
    await prisma().purge.update({
      where: { caseId },
      data: { state: "running", error: null },
      select: { caseId: true },
    });
    const counts =
      Object.keys(asked.counts as object).length > 0
        ? (asked.counts as unknown as PurgeCounts)
        : await keepCounts(caseId);
    const loads = await prisma().load.findMany({ where: { caseId }, orderBy: { id: "asc" }, select: { id: true } });
    const tables = MADE_BY_LOADING.filter((table) => !NAMES_ORIGINALS.has(table));
    const progress: Progress = { caseId, signal, stepsDone: 0, stepsTotal: loads.length + tables.length + 3 };
    for (const { id } of loads) {
      await step(progress, "records");
      await dropLoadTables((sql) => pool().query(sql), id);
    }
    for (const table of tables) {
      await step(progress, "what follows from them");
      await deleteFrom(table, caseId);
    }
    await step(progress, "originals");
    const originals = await purgeOriginals(progress);
    await step(progress, "uploads");
    await purgeUploads(caseId);
    await step(progress, "the case itself");
    await finish(caseId, {
      actor: asked.actor,
      byRule: asked.byRule,
      counts: { ...counts, originalsRemoved: originals },
    });
  } catch (error) {
    const message = error instanceof AppError ? error.message : "It was cut off by a fault. It is tried again.";
    const state = signal?.aborted ? "queued" : "failed";
    await prisma()
      .purge.update({
        where: { caseId },
        data: { state, error: signal?.aborted ? null : message },
        select: { caseId: true },
      })
      .catch(() => undefined);
    throw error;
  }
}

async function step(progress: Progress, words: string): Promise<void> {
  progress.signal?.throwIfAborted();
  const { caseId, stepsDone, stepsTotal } = progress;
  await prisma().purge.update({
    where: { caseId },
    data: { step: words, stepsDone, stepsTotal },
    select: { caseId: true },
  });
  progress.stepsDone += 1;
}

/** Before anything goes, once: a purge that goes on would find less. */
async function keepCounts(caseId: string): Promise<PurgeCounts> {
  const counts = await countCase(caseId);
  await prisma().purge.update({ where: { caseId }, data: { counts: { ...counts } }, select: { caseId: true } });
  return counts;
}

async function deleteFrom(table: string, caseId: string): Promise<void> {
  await inTransaction(async (transaction) => {
    await transaction.$executeRaw`SET LOCAL statement_timeout = 0`;
    await transaction.$executeRawUnsafe(`DELETE FROM ${table} WHERE case_id = $1::uuid`, caseId);
  });
}

/** Under the lock by which loads keep originals where they are: while one runs, this waits. Gives their number. */
async function purgeOriginals({ caseId, signal }: Progress): Promise<number> {
  const lock = await pool().connect();
  let broken = true;
  try {
    while (!(await tryLockOriginals(lock))) await sleep(WAIT_MS, undefined, { signal });
    const hashes = await listOwnOriginals(lock, caseId);
    for (let at = 0; at < hashes.length; at += ORIGINALS_AT_ONCE) {
      signal?.throwIfAborted();
      await removeOriginals(hashes.slice(at, at + ORIGINALS_AT_ONCE));
    }
    for (const table of NAMES_ORIGINALS) await lock.query(`DELETE FROM ${table} WHERE case_id = $1`, [caseId]);
    // A copy that was under way just now has its name by now, and nobody makes another.
    for (const sha256 of hashes) await rm(recordCopyPath(env().dataDir, sha256), { force: true });
    await unlockAll(lock);
    broken = false;
    return hashes.length;
  } finally {
    lock.release(broken);
  }
}

async function purgeUploads(caseId: string): Promise<void> {
  const uploads = await prisma().upload.findMany({ where: { caseId }, select: { id: true } });
  for (const { id } of uploads) await removeUpload(id);
  await removeGiven(caseId);
  // An export that is being made stops where its row is gone.
  await deleteFrom("exports", caseId);
  await removeExports(caseId);
  for (const { id } of await prisma().fetch.findMany({ where: { caseId }, select: { id: true } })) {
    // One that is under way stops where its row is gone.
    await prisma().fetch.deleteMany({ where: { id } });
    await removeFetchFolder(id);
  }
}

/** Every table that knows of cases, as the database has them now; the case's own row and the trail stand apart. */
async function listTables(transaction: Transaction): Promise<string[]> {
  const rows = await transaction.$queryRaw<{ name: string }[]>`
    SELECT quote_ident(c.relname) AS name FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid
     WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p') AND a.attname = 'case_id' AND NOT a.attisdropped
       AND c.relname NOT IN ('audit_entries', 'purges') ORDER BY c.relname`;
  return rows.map(({ name }) => name);
}

async function finish(
  caseId: string,
  { actor, byRule, counts }: { actor: string; byRule: boolean; counts: PurgeCounts },
): Promise<void> {
  await inTransaction(async (transaction) => {
    await transaction.$executeRaw`SET LOCAL statement_timeout = 0`;
    const gone = await transaction.case.deleteMany({ where: { id: caseId, state: PURGING } });
    if (gone.count === 0) throw new AppError("not-found", "There is no such case to be purged.");
    // What the case's row did not take along has no reference to it.
    for (const table of await listTables(transaction))
      await transaction.$executeRawUnsafe(`DELETE FROM ${table} WHERE case_id = $1::uuid`, caseId);
    const [last] = await transaction.$queryRaw<{ id: bigint; hash: string }[]>`
      SELECT id, hash FROM audit_entries WHERE case_id = ${caseId}::uuid ORDER BY id DESC LIMIT 1`;
    const lastEntry = last ? { id: Number(last.id), hash: last.hash } : null;
    await appendAuditEntry(transaction, {
      ...{ actor, action: "case.purged", caseId, subject: null },
      detail: { byRule, ...counts, lastEntry },
    });
    await emptyCaseDetails(transaction, caseId);
    await transaction.purge.update({
      where: { caseId },
      data: {
        ...{ state: "done", step: null, error: null, finishedAt: new Date() },
        counts: { ...counts } as Json,
        entryHash: last?.hash ?? null,
      },
      select: { caseId: true },
    });
  });
}
