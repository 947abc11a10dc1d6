import { pool } from "@/lib/db/pool";

export interface CaseListRow {
  id: string;
  title: string;
  state: string;
  indicators: string[];
  instances: number;
  records: number;
  files: number;
  /** A load is waiting or running. */
  loading: boolean;
  updatedAt: Date;
}

const LIMIT = 500;

/** The cases that are kept, the last changed first, at most 500. */
export async function listCaseRows(): Promise<CaseListRow[]> {
  const { rows } = await pool().query<CaseListRow>(
    `SELECT c.id, c.title, c.state, c.updated_at AS "updatedAt",
            ARRAY(SELECT i.value FROM indicators i WHERE i.case_id = c.id ORDER BY i.created_at, i.id) AS indicators,
            (SELECT count(DISTINCT s.holder) FROM ledger_spans s
              WHERE s.case_id = c.id AND s.holder_kind = 'instance')::float8 AS instances,
            coalesce(e.records, 0)::float8 AS records, coalesce(e.files, 0)::float8 AS files,
            EXISTS (SELECT FROM loads l WHERE l.case_id = c.id AND l.finished_at IS NULL
                       AND l.state IN ('queued', 'loading', 'sealing')) AS loading
       FROM cases c
       LEFT JOIN LATERAL (SELECT sum(records) AS records, count(*) AS files FROM evidence_files
                           WHERE case_id = c.id) e ON true
      WHERE NOT c.scratch ORDER BY c.updated_at DESC, c.id LIMIT $1`,
    [LIMIT],
  );
  return rows;
}
