import { z } from "zod";
import { appendAuditEntry } from "@/lib/audit/append-entry";
import type { Actor } from "@/lib/auth/person";
import { checkNoLoadRuns } from "@/lib/cases/check-no-load-runs";
import { lockCase } from "@/lib/cases/lock-case";
import { type OpenedLoad, openLoad, type WorkFile } from "@/lib/cases/open-load";
import { AppError } from "@/lib/core/app-error";
import { PersonText } from "@/lib/core/person-text";
import { removeOriginals } from "@/lib/custody/remove-original";
import { inTransaction, type Transaction } from "@/lib/db/client";
import { pool } from "@/lib/db/pool";
import { env } from "@/lib/env";
import { clearEvidence } from "@/lib/ingest/clear-evidence";
import { tryLockOriginals, unlockAll } from "@/lib/ingest/load-lock";
import { evidencePath } from "@/lib/sources/original-path";

export const RemovedEvidence = z.object({
  caseId: z.uuid("There is no such case."),
  sha256: z.string().regex(/^[0-9a-f]{64}$/, "There is no such file."),
  reason: PersonText.trim().min(1, "Say why the file is removed.").max(1000, "A reason has 1,000 characters at most."),
});

/** So many hashes of files inside a removed archive the trail names; it tells how many there were. */
const MOST_NAMED = 1000;

/**
 * Takes a file out of a case. A record of it may have filled or hidden one of another file, so the case is emptied and a
 * load of all its other files, from the store, is opened: what follows from the evidence is then as if the file had never
 * been there. The audit trail keeps its name, hash and counts. Throws AppError `not-found`, and `conflict` while a load runs.
 */
export async function removeEvidence(input: z.input<typeof RemovedEvidence>, actor: Actor): Promise<OpenedLoad | null> {
  const { caseId, sha256, reason } = RemovedEvidence.parse(input);
  const { opened, gone } = await inTransaction(async (transaction) => {
    // Dropping what a large case was loaded into takes longer than a page may.
    await transaction.$executeRaw`SET LOCAL statement_timeout = 0`;
    await lockCase(transaction, { caseId, how: "update", actor, to: "evidence.remove" });
    await checkNoLoadRuns(transaction, caseId);
    const waiting = await transaction.load.count({ where: { caseId, finishedAt: null } });
    if (waiting > 0) throw new AppError("conflict", "A load into this case is waiting: cancel it first.");
    const removed = await transaction.evidenceFile.findUnique({
      where: { caseId_sha256: { caseId, sha256 } },
      select: { kind: true, size: true, records: true, names: { select: { name: true }, orderBy: { name: "asc" } } },
    });
    if (!removed) throw new AppError("not-found", "There is no such file in this case.");
    const { rest, gone } = await listRest(transaction, caseId, sha256);
    await clearEvidence(transaction, caseId);
    await transaction.evidenceStay.updateMany({
      where: { caseId, sha256: { in: gone }, until: null },
      data: { until: new Date() },
    });
    await transaction.case.update({
      where: { id: caseId },
      data: { revision: { increment: 1 } },
      select: { id: true },
    });
    await appendAuditEntry(transaction, {
      ...{ actor, action: "evidence.removed", caseId, subject: removed.names[0]?.name ?? sha256 },
      detail: {
        ...{ sha256, reason, kind: removed.kind, size: Number(removed.size), records: Number(removed.records) },
        names: removed.names.map(({ name }) => name),
        ...(gone.length > 1 ? { filesInside: gone.slice(1, 1 + MOST_NAMED), countInside: gone.length - 1 } : {}),
      },
    });
    if (rest.length === 0) return { opened: null, gone };
    return { opened: await openLoad(transaction, { caseId, files: rest, detail: { rebuilt: true } }, actor), gone };
  });
  await removeUnheld(gone);
  return opened;
}

/**
 * Every name of every other file: the same bytes under two names are read once and named twice. What came in an archive
 * that goes, and by no other way, goes with it; `gone` names them all, the asked one first.
 */
async function listRest(
  transaction: Transaction,
  caseId: string,
  sha256: string,
): Promise<{ rest: WorkFile[]; gone: string[] }> {
  const files = await transaction.evidenceFile.findMany({
    where: { caseId },
    orderBy: { id: "asc" },
    select: {
      ...{ sha256: true, size: true, referencePath: true, flowFormat: true, flowFormatGiven: true },
      names: { select: { name: true, archive: true }, orderBy: { id: "asc" } },
    },
  });
  const gone = new Set([sha256]);
  // An archive may stand in another: until nothing more goes.
  for (let before = 0; before < gone.size; ) {
    before = gone.size;
    for (const file of files) if (file.names.every(({ archive }) => gone.has(archive))) gone.add(file.sha256);
  }
  const rest = files
    .filter((file) => !gone.has(file.sha256))
    .flatMap((file) =>
      file.names
        .filter(({ archive }) => !gone.has(archive))
        .map(({ name, archive }) => ({
          ...{ name, archive, unpack: false, size: Number(file.size), sha256: file.sha256 },
          path: evidencePath(env().dataDir, file),
          reference: file.referencePath !== null,
          // What a description said is told again by it, where it stays.
          flowFormat: file.flowFormatGiven ? file.flowFormat : null,
        })),
    );
  const unread = await listUnread(transaction, caseId);
  return {
    rest: [...rest, ...unread.filter(({ archive, sha256: own }) => !gone.has(archive ?? "") && !gone.has(own))],
    gone: [...gone],
  };
}

/** Originals that an earlier load of them could not read again: emptying the case takes them off its work list, too. */
async function listUnread(transaction: Transaction, caseId: string): Promise<(WorkFile & { sha256: string })[]> {
  const files = await transaction.$queryRaw<(Omit<WorkFile, "size"> & { size: bigint; sha256: string })[]>`
    SELECT DISTINCT ON (f.sha256, f.name, f.archive) f.sha256, f.size, f.path, f.name, f.archive, f.unpack, f.reference,
           f.flow_format AS "flowFormat", f.flow_format_given AS "flowFormatGiven"
      FROM load_files f JOIN loads l ON l.id = f.load_id
     WHERE l.case_id = ${caseId}::uuid AND f.state = 'failed' AND f.sha256 IS NOT NULL AND NOT f.unpack
       AND NOT EXISTS (SELECT FROM evidence_files e WHERE e.case_id = l.case_id AND e.sha256 = f.sha256)
     ORDER BY f.sha256, f.name, f.archive, f.id`;
  return files.map(({ size, ...file }) => ({ ...file, size: Number(size) }));
}

/** From the store too, where no other case holds it; while a load runs they stay, known to nobody. */
async function removeUnheld(hashes: readonly string[]): Promise<void> {
  const lock = await pool().connect();
  let broken = true;
  try {
    if (await tryLockOriginals(lock)) {
      const { rows } = await lock.query<{ sha256: string }>(
        `SELECT sha256 FROM unnest($1::text[]) AS g (sha256)
          WHERE NOT EXISTS (SELECT FROM evidence_files e WHERE e.sha256 = g.sha256)
            AND NOT EXISTS (SELECT FROM load_files f WHERE f.sha256 = g.sha256 AND f.state <> 'done')`,
        [hashes],
      );
      await removeOriginals(rows.map(({ sha256 }) => sha256));
    }
    await unlockAll(lock);
    broken = false;
  } finally {
    lock.release(broken);
  }
}
