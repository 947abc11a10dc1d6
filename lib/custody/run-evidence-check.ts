import { appendAuditEntry } from "@/lib/audit/append-entry";
import { verifyAuditChain } from "@/lib/audit/verify-chain";
import { AppError } from "@/lib/core/app-error";
import { checkOriginal, type KeptOriginal } from "@/lib/custody/check-original";
import { type EvidenceVerdict, holds } from "@/lib/custody/evidence-check.types";
import { inTransaction, type Json } from "@/lib/db/client";
import { pool } from "@/lib/db/pool";
import { env } from "@/lib/env";

const FAULTS_KEPT = 1000;
const REPORT_MS = 500;

export interface CheckProgress {
  filesDone: number;
  filesTotal: number;
  bytesDone: number;
  bytesTotal: number;
}

interface CheckOptions {
  onProgress?: (progress: CheckProgress) => void;
  signal?: AbortSignal;
}

/**
 * Re-hashes every original of a check's case and works out the audit trail's hashes anew. The verdict stays with the
 * check, and an audit entry says that it was made. One that was cut off is begun again. Throws AppError `not-found`.
 */
export async function runEvidenceCheck(checkId: number, options: CheckOptions = {}): Promise<EvidenceVerdict> {
  const { rows } = await pool().query<{ caseId: string; actor: string; result: EvidenceVerdict | null }>(
    `UPDATE evidence_checks SET state = CASE state WHEN 'queued' THEN 'running' ELSE state END, error = NULL
      WHERE id = $1 RETURNING case_id AS "caseId", actor, result`,
    [checkId],
  );
  const check = rows[0];
  if (!check) throw new AppError("not-found", "There is no such check.");
  if (check.result) return check.result;
  try {
    const verdict = await verify(checkId, check.caseId, options);
    await finish(checkId, check, verdict);
    return verdict;
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    // One that was stopped goes on at the next start; anything else is told to those who look.
    const state = options.signal?.aborted ? "queued" : "failed";
    await pool()
      .query("UPDATE evidence_checks SET state = $2, error = $3 WHERE id = $1", [checkId, state, message])
      .catch(() => undefined);
    throw error;
  }
}

type NamedOriginal = KeptOriginal & { name: string };

async function verify(checkId: number, caseId: string, { onProgress, signal }: CheckOptions): Promise<EvidenceVerdict> {
  const originals = await listOriginals(caseId);
  const total = originals.reduce((sum, { size }) => sum + size, 0);
  const progress: CheckProgress = { filesDone: 0, filesTotal: originals.length, bytesDone: 0, bytesTotal: total };
  const faults: EvidenceVerdict["faults"] = [];
  let faulty = 0;
  let reportedAt = 0;
  for (const original of originals) {
    signal?.throwIfAborted();
    const fault = await checkOriginal(env().dataDir, original, signal);
    if (fault) faulty += 1;
    if (fault && faults.length < FAULTS_KEPT) faults.push({ ...fault, name: original.name, sha256: original.sha256 });
    progress.filesDone += 1;
    progress.bytesDone += original.size;
    if (performance.now() - reportedAt < REPORT_MS) continue;
    reportedAt = performance.now();
    onProgress?.({ ...progress });
    await report(checkId, progress);
  }
  onProgress?.({ ...progress });
  await report(checkId, progress);
  return { files: originals.length, bytes: total, faulty, faults, audit: await verifyAuditChain() };
}

async function listOriginals(caseId: string): Promise<NamedOriginal[]> {
  const { rows } = await pool().query<NamedOriginal>(
    `SELECT e.sha256, e.size::float8 AS size, e.reference_path AS "referencePath",
            e.reference_mtime_ms::float8 AS "referenceMtimeMs",
            coalesce((SELECT min(n.name COLLATE "C") FROM evidence_names n WHERE n.file_id = e.id), e.sha256)
              COLLATE "C" AS name
       FROM evidence_files e WHERE e.case_id = $1 ORDER BY 5, e.sha256`,
    [caseId],
  );
  return rows;
}

async function report(checkId: number, { filesDone, filesTotal, bytesDone, bytesTotal }: CheckProgress): Promise<void> {
  await pool().query(
    "UPDATE evidence_checks SET files_done = $2, files_total = $3, bytes_done = $4, bytes_total = $5 WHERE id = $1",
    [checkId, filesDone, filesTotal, bytesDone, bytesTotal],
  );
}

async function finish(
  checkId: number,
  { caseId, actor }: { caseId: string; actor: string },
  verdict: EvidenceVerdict,
): Promise<void> {
  await inTransaction(async (transaction) => {
    // Two that ran it at once agree; the first one's verdict stays.
    const { count } = await transaction.evidenceCheck.updateMany({
      where: { id: checkId, finishedAt: null },
      data: { state: "done", finishedAt: new Date(), result: verdict as unknown as Json },
    });
    if (count === 0) return;
    await appendAuditEntry(transaction, {
      ...{ actor, action: "evidence.checked", caseId, subject: `check ${checkId}` },
      detail: { state: holds(verdict) ? "as loaded" : "not as loaded", files: verdict.files, changed: verdict.faulty },
    });
  });
}
