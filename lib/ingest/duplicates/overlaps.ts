import type pg from "pg";

/** Two logs of one interface, whatever else the case has. */
export const SEVERAL_LOGS = `min(COALESCE(e.log_key, '') COLLATE "C") <> max(COALESCE(e.log_key, '') COLLATE "C")`;

export interface LoadStretches {
  /** Those that the files of the load show. Empty when it holds no flow records. */
  interfaces: number[];
  /** All loads that have records of them from those times. */
  loads: number[];
}

/**
 * Fills the temporary table `load_stretch` (interface_no, from_at, to_at) with the times at which a load can make a record a duplicate: those at
 * which it has records of an interface, as copies begin together; and all times of one that several logs tell of, which may cut a record that
 * began before.
 */
export async function findLoadStretches(client: pg.ClientBase, caseId: string, loadId: number): Promise<LoadStretches> {
  await client.query(
    "CREATE TEMP TABLE load_stretch (interface_no int, from_at timestamptz, to_at timestamptz) ON COMMIT DROP",
  );
  const filled = await client.query<{ interface_no: number }>(
    `INSERT INTO load_stretch
     SELECT c.interface_no, CASE WHEN ${SEVERAL_LOGS} THEN '-infinity' ELSE min(s.first_start) FILTER (WHERE e.load_id = $2) END,
            CASE WHEN ${SEVERAL_LOGS} THEN 'infinity' ELSE max(s.last_start) FILTER (WHERE e.load_id = $2) END
       FROM flow_sightings s JOIN flow_contexts c ON c.id = s.context_no JOIN evidence_files e ON e.id = s.file_id
      WHERE s.case_id = $1 GROUP BY 1 HAVING bool_or(e.load_id = $2)
     RETURNING interface_no`,
    [caseId, loadId],
  );
  await client.query("ANALYZE load_stretch");
  const found = await client.query<{ id: number }>(
    `SELECT DISTINCT e.load_id AS id
       FROM load_stretch l JOIN flow_contexts c ON c.interface_no = l.interface_no
       JOIN flow_sightings s ON s.context_no = c.id AND s.first_start <= l.to_at AND s.last_start >= l.from_at
       JOIN evidence_files e ON e.id = s.file_id
      WHERE s.case_id = $1`,
    [caseId],
  );
  return { interfaces: filled.rows.map((row) => row.interface_no), loads: found.rows.map(({ id }) => id) };
}

/**
 * Fills the temporary table `copy_stretch` (interface_no, from_at, to_at) with the only times where equal records can
 * stand: where the starts of two files of one interface overlap, and the whole of a file that may repeat itself; of that, what `load_stretch` has. How
 * many.
 */
export async function findCopyStretches(client: pg.ClientBase, caseId: string, interfaces: number[]): Promise<number> {
  await client.query(
    "CREATE TEMP TABLE copy_stretch (interface_no int, from_at timestamptz, to_at timestamptz) ON COMMIT DROP",
  );
  const found = await client.query(
    `WITH seen AS (
       SELECT c.interface_no, s.file_id, min(s.first_start) AS first_start, max(s.last_start) AS last_start
         FROM flow_sightings s JOIN flow_contexts c ON c.id = s.context_no
        WHERE s.case_id = $1 AND c.interface_no = ANY($2::int[]) GROUP BY 1, 2),
     running AS (
       SELECT *, max(last_start) OVER (PARTITION BY interface_no ORDER BY first_start, file_id
                   ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING) AS before
         FROM seen),
     overlap AS (
       SELECT interface_no, first_start, LEAST(last_start, before) AS last_start FROM running WHERE before >= first_start
       UNION ALL
       SELECT interface_no, first_start, last_start FROM seen JOIN evidence_files e ON e.id = file_id
        WHERE e.self_repeat)
     INSERT INTO copy_stretch
     SELECT interface_no, lower(stretch), upper(stretch)
       FROM (SELECT l.interface_no, unnest(m.stretches * tstzmultirange(tstzrange(l.from_at, l.to_at, '[]'))) AS stretch
               FROM (SELECT interface_no, range_agg(tstzrange(first_start, last_start, '[]')) AS stretches
                       FROM overlap GROUP BY interface_no) m
               JOIN load_stretch l USING (interface_no)) merged`,
    [caseId, interfaces],
  );
  await client.query("ANALYZE copy_stretch");
  return found.rowCount ?? 0;
}

/** The same in `log_stretch`, for times where two flow logs of one interface have records that may overlap. */
export async function findLogStretches(client: pg.ClientBase, caseId: string, interfaces: number[]): Promise<number> {
  await client.query(
    "CREATE TEMP TABLE log_stretch (interface_no int, from_at timestamptz, to_at timestamptz) ON COMMIT DROP",
  );
  const logs = await client.query<{ several: boolean }>(
    `SELECT min(COALESCE(log_key, '') COLLATE "C") <> max(COALESCE(log_key, '') COLLATE "C") AS several
       FROM evidence_files WHERE case_id = $1`,
    [caseId],
  );
  // Of one log alone no sighting needs to be looked at.
  if (logs.rows[0]?.several !== true) return 0;
  const found = await client.query(
    `WITH several AS (
       SELECT c.interface_no
         FROM flow_sightings s JOIN flow_contexts c ON c.id = s.context_no JOIN evidence_files e ON e.id = s.file_id
        WHERE s.case_id = $1 AND c.interface_no = ANY($2::int[])
        GROUP BY 1 HAVING min(COALESCE(e.log_key, '')) <> max(COALESCE(e.log_key, ''))),
     log AS (
       SELECT c.interface_no, COALESCE(e.log_key, '') AS log_key, range_agg(tstzrange(s.first_start, s.last_end, '[]')) AS seen
         FROM flow_sightings s JOIN flow_contexts c ON c.id = s.context_no JOIN evidence_files e ON e.id = s.file_id
        WHERE s.case_id = $1 AND c.interface_no IN (SELECT interface_no FROM several) AND s.first_start <= s.last_end GROUP BY 1, 2),
     overlap AS (
       SELECT a.interface_no, unnest(a.seen * b.seen) AS stretch
         FROM log a JOIN log b ON b.interface_no = a.interface_no AND a.log_key < b.log_key)
     INSERT INTO log_stretch
     SELECT interface_no, lower(stretch), upper(stretch)
       FROM (SELECT interface_no, unnest(range_agg(stretch)) AS stretch FROM overlap GROUP BY interface_no) merged`,
    [caseId, interfaces],
  );
  await client.query("ANALYZE log_stretch");
  return found.rowCount ?? 0;
}
