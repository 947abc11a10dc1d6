import { CASE_COLUMNS, type CaseRow, type CaseSummary, caseSummary } from "@/lib/cases/case-summary";
import { pool } from "@/lib/db/pool";

const LIMIT = 500;

/** The cases that are kept, newest first, at most 500. */
export async function listCases(): Promise<CaseSummary[]> {
  const found = await pool().query<CaseRow>(
    `SELECT ${CASE_COLUMNS} FROM cases WHERE NOT scratch ORDER BY created_at DESC, id LIMIT $1`,
    [LIMIT],
  );
  return found.rows.map(caseSummary);
}
