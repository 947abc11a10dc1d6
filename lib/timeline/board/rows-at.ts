/** Tables whose rows keep their history, by a trigger of each. */
export type KeptTable =
  | "tasks"
  | "indicators"
  | "hypotheses"
  | "citations"
  | "manual_events"
  | "pins"
  | "subject_tags"
  | "subject_colours"
  | "comments";

/**
 * SQL of a table's rows in the case `$1`: as they are where the instant is null, else as they were then; `$2` is the instant
 * as a timestamptz. A column that came to the table later is null in what was kept before.
 */
export function rowsAt(table: KeptTable, at: Date | null): string {
  if (at === null) return `(SELECT * FROM ${table} WHERE case_id = $1 AND $2::timestamptz IS NULL)`;
  return `(SELECT was.* FROM (
      SELECT DISTINCT ON (key) row FROM case_history
       WHERE case_id = $1 AND kind = '${table}' AND at <= $2::timestamptz ORDER BY key, id DESC) kept
    CROSS JOIN LATERAL jsonb_populate_record(NULL::${table}, kept.row) AS was WHERE kept.row IS NOT NULL)`;
}
