import { AppError } from "@/lib/core/app-error";
import { KeptAnswers } from "@/lib/core/kept-answers";
import { isSigned } from "@/lib/custody/signing/signing-keys";
import { pool } from "@/lib/db/pool";
import type { CaseData } from "@/lib/report/case-data.types";
import { type FrozenCase, sha256Of } from "@/lib/report/frozen-case";

export interface ReadVersion {
  frozen: FrozenCase;
  /** The very bytes that were signed. */
  bytes: Buffer;
  sha256: string;
  signature: string;
  fingerprint: string;
  /** For reports; it names its own hash and signature. */
  data: CaseData;
}

const kept = new KeptAnswers<ReadVersion>(2);

/**
 * A version of a case, once its bytes were held against their hash and signature. Throws AppError `not-found`, and
 * `unavailable` where they are not what was frozen.
 */
export async function readVersion(caseId: string, number: number): Promise<ReadVersion> {
  const { rows } = await pool().query<{ sha256: string; signature: string; fingerprint: string }>(
    "SELECT sha256, signature, fingerprint FROM case_versions WHERE case_id = $1 AND number = $2",
    [caseId, Number.isSafeInteger(number) && Math.abs(number) < 2 ** 31 ? number : 0],
  );
  const [row] = rows;
  if (!row) throw new AppError("not-found", "The case has no such version.");
  return kept.get(`${caseId} ${number} ${row.sha256} ${row.signature}`, async () => {
    const bytes = await readSigned(caseId, number, row);
    const frozen = JSON.parse(bytes.toString()) as FrozenCase;
    const { sha256, signature, fingerprint } = row;
    const mark = {
      ...{ version: number, frozenAt: frozen.frozenAt, approvedBy: frozen.review.approvedBy },
      ...{ sha256, signature },
    };
    return { frozen, bytes, ...row, data: { ...frozen.data, signedBy: fingerprint, frozen: mark } };
  });
}

/** The bytes of a version. Throws AppError `unavailable` where they are not what was frozen. */
async function readSigned(
  caseId: string,
  number: number,
  signed: { sha256: string; signature: string; fingerprint: string },
): Promise<Buffer> {
  const { rows } = await pool().query<{ document: Buffer }>(
    "SELECT document FROM frozen_documents WHERE case_id = $1 AND sha256 = $2",
    [caseId, signed.sha256],
  );
  const bytes = rows[0]?.document;
  if (!bytes) throw new AppError("unavailable", `The document of version ${number} is gone.`);
  if (sha256Of(bytes) !== signed.sha256)
    throw new AppError("unavailable", `The document of version ${number} is not what was frozen.`);
  if (!(await isSigned(bytes, signed)))
    throw new AppError("unavailable", `The signature of version ${number} does not hold.`);
  return bytes;
}

/** The faults of a case's versions, in words; none where all hold. */
export async function checkVersions(caseId: string): Promise<{ versions: number; faults: string[] }> {
  const { rows } = await pool().query<{ number: number; sha256: string; signature: string; fingerprint: string }>(
    "SELECT number, sha256, signature, fingerprint FROM case_versions WHERE case_id = $1 ORDER BY number",
    [caseId],
  );
  const faults: string[] = [];
  for (const row of rows) {
    await readSigned(caseId, row.number, row).catch((error: unknown) => {
      if (!(error instanceof AppError)) throw error;
      faults.push(error.message);
    });
  }
  return { versions: rows.length, faults };
}
