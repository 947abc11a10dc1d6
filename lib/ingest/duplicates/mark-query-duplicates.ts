import type pg from "pg";

/**
 * Marks queries that are equal in every key: all copies of one but that of the lowest hash and number. Equal ones have one asker
 * and one time, so they are looked for only where two files of the case overlap in both, and in files that may repeat
 * themselves. Nothing is done for a load without queries.
 */
export async function markQueryDuplicates(client: pg.ClientBase, loadId: number, loads: number[]): Promise<void> {
  const asked = await client.query("SELECT FROM dns_queries WHERE load_id = $1 LIMIT 1", [loadId]);
  if (asked.rowCount === 0 || (await findStretches(client, loads)) === 0) return;
  // `OFFSET 0` keeps to one look into the index a stretch: the planner cannot know how short they are.
  await client.query(
    `UPDATE dns_queries q SET duplicate = r.place > 1
       FROM (SELECT q.load_id, q.file_id, q.record_no,
                    row_number() OVER (PARTITION BY q.record_hash ORDER BY e.sha256, q.record_no) AS place
               FROM query_stretch s
               CROSS JOIN LATERAL (SELECT q.load_id, q.file_id, q.record_no, q.record_hash FROM dns_queries q
                                    WHERE q.load_id = ANY($1::int[]) AND q.asker_no = s.asker_no
                                      AND q.at BETWEEN s.from_at AND s.to_at OFFSET 0) q
               JOIN evidence_files e ON e.id = q.file_id) r
      WHERE q.load_id = ANY($1::int[]) AND q.load_id = r.load_id AND q.file_id = r.file_id
        AND q.record_no = r.record_no AND q.duplicate <> (r.place > 1)`,
    [loads],
  );
}

/** Fills the temporary table `query_stretch` (asker_no, from_at, to_at) with times that never overlap. How many. */
async function findStretches(client: pg.ClientBase, loads: number[]): Promise<number> {
  // Only a query that makes a table may use both cores; its numbers stand in the text, all of them the database's own.
  await client.query(
    `CREATE TEMP TABLE query_span ON COMMIT DROP AS
     SELECT asker_no, file_id, min(at) AS first_at, max(at) AS last_at FROM dns_queries
      WHERE load_id IN (${loads.map(Number).join(",")}) GROUP BY 1, 2`,
  );
  const found = await client.query(
    `CREATE TEMP TABLE query_stretch ON COMMIT DROP AS
     WITH running AS (
       SELECT *, max(last_at) OVER (PARTITION BY asker_no ORDER BY first_at, file_id
                   ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING) AS before
         FROM query_span),
     overlap AS (
       SELECT asker_no, first_at, LEAST(last_at, before) AS last_at FROM running WHERE before >= first_at
       UNION ALL
       SELECT asker_no, first_at, last_at FROM query_span JOIN evidence_files e ON e.id = file_id WHERE e.self_repeat)
     SELECT asker_no, lower(stretch) AS from_at, upper(stretch) AS to_at
       FROM (SELECT asker_no, unnest(range_agg(tstzrange(first_at, last_at, '[]'))) AS stretch
               FROM overlap GROUP BY asker_no) merged`,
  );
  return found.rowCount ?? 0;
}
