import { pool } from "@/lib/db/pool";
import { rowsAt } from "@/lib/timeline/board/rows-at";

/** What was flagged in a case at an instant, in the order in which it was. */
export async function readKnownIndicators(caseId: string, at: Date): Promise<{ kind: string; value: string }[]> {
  const { rows } = await pool().query<{ kind: string; value: string }>(
    `SELECT kind, value FROM ${rowsAt("indicators", at)} i ORDER BY created_at, id`,
    [caseId, at],
  );
  return rows;
}
