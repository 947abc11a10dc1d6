import { checkCase } from "@/lib/auth/check-permission";
import type { Actor } from "@/lib/auth/person";
import { AppError } from "@/lib/core/app-error";
import { pool } from "@/lib/db/pool";

export interface CaseOriginFacts {
  archiveSha256: string;
  exportedMs: number;
  exportedBy: string;
  entries: number;
  importedMs: number;
  importedBy: string;
}

/** Where a case that someone is on came from; null for one that was opened here, or that they are not on. */
export async function findCaseOrigin(actor: Actor, caseId: string | undefined): Promise<CaseOriginFacts | null> {
  if (caseId === undefined || !(await mayRead(actor, caseId))) return null;
  const { rows } = await pool().query<CaseOriginFacts>(
    `SELECT archive_sha256 AS "archiveSha256", (extract(epoch FROM exported_at) * 1000)::float8 AS "exportedMs",
            exported_by AS "exportedBy", entries, (extract(epoch FROM imported_at) * 1000)::float8 AS "importedMs",
            imported_by AS "importedBy" FROM case_origins WHERE case_id = $1`,
    [caseId],
  );
  return rows[0] ?? null;
}

async function mayRead(actor: Actor, caseId: string): Promise<boolean> {
  return checkCase(actor, caseId, "case.read").then(
    () => true,
    (error: unknown) => {
      if (error instanceof AppError) return false;
      throw error;
    },
  );
}
