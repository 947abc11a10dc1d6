import { findKeptCase } from "@/bench/kept-case";
import { pool } from "@/lib/db/pool";

/** Titles of what was commented on and pinned in the case of so many records, of those that begin so; then takes it away again. */
export async function writtenInCase(records: number, beginning: string): Promise<string[]> {
  const caseId = await findKeptCase(records);
  const titles: string[] = [];
  for (const table of ["comments", "pins"]) {
    const { rows } = await pool().query<{ title: string }>(
      `DELETE FROM ${table} WHERE case_id = $1 AND starts_with(title, $2) RETURNING title`,
      [caseId, beginning],
    );
    titles.push(...rows.map(({ title }) => title));
  }
  return titles;
}
