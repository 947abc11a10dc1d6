import { pool } from "@/lib/db/pool";

export interface SavedSearchRow {
  id: number;
  name: string;
  query: string;
  /** Who saved it. */
  actor: string;
  createdMs: number;
}

/** The searches that people keep for a case, by name. */
export async function listSavedSearches(caseId: string): Promise<SavedSearchRow[]> {
  const { rows } = await pool().query<SavedSearchRow>(
    `SELECT id, name, query, actor, (extract(epoch FROM created_at) * 1000)::float8 AS "createdMs"
       FROM saved_searches WHERE case_id = $1 ORDER BY lower(name), id`,
    [caseId],
  );
  return rows;
}
