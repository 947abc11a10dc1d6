import type { KeptExport } from "@/lib/core/kept-export";
import { pool } from "@/lib/db/pool";

const MOST_LISTED = 20;

/** The exports of a case that jobs made or make, the last asked for first; those that expired are gone. */
export async function listExports(caseId: string): Promise<KeptExport[]> {
  const { rows } = await pool().query<KeptExport>(
    `SELECT id, format, version, cardinality(masked) > 0 AS masked, state, step, done, total, name, size::float8 AS size, sha256,
            error, actor, (extract(epoch FROM created_at) * 1000)::float8 AS "createdMs",
            (extract(epoch FROM expires_at) * 1000)::float8 AS "expiresMs"
       FROM exports WHERE case_id = $1 AND (expires_at IS NULL OR expires_at > now())
      ORDER BY created_at DESC, id LIMIT $2`,
    [caseId, MOST_LISTED],
  );
  return rows.map((row) => ({ ...row }));
}

/** More records than this, and a report is a job's work. */
const LARGE_RECORDS = 200_000;

/** True for a case whose reports take longer than a web process may be kept busy. */
export async function isLargeCase(caseId: string): Promise<boolean> {
  const { rows } = await pool().query<{ large: boolean }>(
    "SELECT coalesce(sum(records), 0) > $2 AS large FROM evidence_files WHERE case_id = $1",
    [caseId, LARGE_RECORDS],
  );
  return rows[0]?.large === true;
}
