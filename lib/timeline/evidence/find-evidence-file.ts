import { AppError } from "@/lib/core/app-error";
import { pool } from "@/lib/db/pool";

const SHA256 = /^[0-9a-f]{64}$/;

/** The number of a case's file by its hash. Throws AppError `not-found`. */
export async function findEvidenceFile(caseId: string, sha256: string): Promise<number> {
  const { rows } = SHA256.test(sha256)
    ? await pool().query<{ id: number }>("SELECT id FROM evidence_files WHERE case_id = $1 AND sha256 = $2", [
        caseId,
        sha256,
      ])
    : { rows: [] };
  if (!rows[0]) throw new AppError("not-found", "The case has no such file.");
  return rows[0].id;
}
