import { pool } from "@/lib/db/pool";

/** What a purged case held: numbers, and nothing that it said. */
export interface PurgeCounts {
  files: number;
  bytes: number;
  records: number;
  loads: number;
  people: number;
  auditEntries: number;
  /** Originals that no other case has, and that are gone from the store. */
  originalsRemoved: number;
}

export async function countCase(caseId: string): Promise<PurgeCounts> {
  const { rows } = await pool().query<PurgeCounts>(
    `SELECT f.files, f.bytes, f.records, 0::float8 AS "originalsRemoved",
            (SELECT count(*) FROM loads WHERE case_id = $1)::float8 AS loads,
            (SELECT count(DISTINCT actor) FROM audit_entries WHERE case_id = $1)::float8 AS people,
            (SELECT count(*) FROM audit_entries WHERE case_id = $1)::float8 AS "auditEntries"
       FROM (SELECT count(*)::float8 AS files, coalesce(sum(size), 0)::float8 AS bytes,
                    coalesce(sum(records), 0)::float8 AS records FROM evidence_files WHERE case_id = $1) f`,
    [caseId],
  );
  if (!rows[0]) throw new Error("counting gives one row");
  return rows[0];
}
