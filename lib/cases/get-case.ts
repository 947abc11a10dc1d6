import { CASE_COLUMNS, type CaseRow, type CaseSummary, caseSummary } from "@/lib/cases/case-summary";
import { AppError } from "@/lib/core/app-error";
import { pool } from "@/lib/db/pool";

const UUID = /^[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}$/i;

/** The case of an id. Throws an AppError `not-found` for an unknown or malformed one. */
export async function getCase(caseId: string): Promise<CaseSummary> {
  if (UUID.test(caseId)) {
    const found = await pool().query<CaseRow>(`SELECT ${CASE_COLUMNS} FROM cases WHERE id = $1`, [caseId]);
    if (found.rows[0]) return caseSummary(found.rows[0]);
  }
  throw new AppError("not-found", "There is no such case.");
}
