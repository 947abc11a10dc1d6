import { pool } from "@/lib/db/pool";

export interface VersionRow {
  number: number;
  sha256: string;
  fingerprint: string;
  size: number;
  /** Who approved it. */
  actor: string;
  frozenMs: number;
}

/** The frozen versions of a case, the newest first. */
export async function listVersions(caseId: string): Promise<VersionRow[]> {
  const { rows } = await pool().query<VersionRow>(
    `SELECT number, sha256, fingerprint, size::float8 AS size, actor,
            (extract(epoch FROM frozen_at) * 1000)::float8 AS "frozenMs"
       FROM case_versions WHERE case_id = $1 ORDER BY number DESC`,
    [caseId],
  );
  return rows.map((row) => ({ ...row }));
}
