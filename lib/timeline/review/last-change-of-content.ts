import { pool } from "@/lib/db/pool";

/** What only tells that something was read, taken out or put together, and changes nothing that a report says. */
const ASIDE = ["report.exported", "report.chosen", "export.asked", "export.cancelled", "export.taken", "case.exported"];

/** The number of the last entry of a case's trail that may let its report say something else; 0 for none. */
export async function lastChangeOfContent(caseId: string): Promise<number> {
  const { rows } = await pool().query<{ id: number }>(
    `SELECT coalesce((SELECT id FROM audit_entries WHERE case_id = $1 AND action <> ALL($2)
                       ORDER BY id DESC LIMIT 1), 0)::float8 AS id`,
    [caseId, ASIDE],
  );
  return rows[0]?.id ?? 0;
}
