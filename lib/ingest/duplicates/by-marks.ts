import type pg from "pg";

/**
 * Runs a query that looks for marked records alone. They have an index of their own, which is empty for a clean delivery;
 * the planner cannot know that and would read the whole case.
 */
export async function byMarks<Row extends pg.QueryResultRow>(
  client: pg.ClientBase,
  sql: string,
  values: unknown[],
): Promise<pg.QueryResult<Row>> {
  await client.query("SET LOCAL enable_seqscan = off");
  const result = await client.query<Row>(sql, values);
  await client.query("SET LOCAL enable_seqscan = on");
  return result;
}
