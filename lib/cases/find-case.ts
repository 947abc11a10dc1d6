import { CASE_COLUMNS, type CaseRow, type CaseSummary, caseSummary } from "@/lib/cases/case-summary";
import { pool } from "@/lib/db/pool";

/** The oldest case of a name that is not the scratch case of a command run; null when there is none. */
export async function findCase(title: string): Promise<CaseSummary | null> {
  const found = await pool().query<CaseRow>(
    `SELECT ${CASE_COLUMNS} FROM cases WHERE title = $1 AND NOT scratch ORDER BY created_at, id LIMIT 1`,
    [title.trim()],
  );
  return found.rows[0] ? caseSummary(found.rows[0]) : null;
}
