import { flowEnds, LEFT, OPENER, REFUSED, SERVICE_COLUMNS } from "@/lib/detect/rollup/flow-ends";
import type { RunContext } from "@/lib/detect/run-context";

const HOUR = 3_600_000;
/** So much of the case's time is summed up by one statement: its groups stay in memory, and a stop is heard between two. */
const CHUNK_HOURS = 6;
const LARGEST_SUM = "9223372036854775807";

/**
 * Makes the case's `flow_peer_hours` anew, a stretch of time after the other, and notes the revision that they stand for. Only
 * stretches with records are asked for: one wrong clock can put eight thousand years between two of them.
 */
export async function rebuildPeerHours(
  { client, caseId, loads, own }: RunContext,
  revision: number,
  signal?: AbortSignal,
): Promise<void> {
  await client.query("UPDATE detection_runs SET hours_revision = NULL WHERE case_id = $1", [caseId]);
  await client.query("DELETE FROM flow_peer_hours WHERE case_id = $1", [caseId]);
  const stretches = await client.query<{ fromMs: number }>(
    `SELECT DISTINCT (extract(epoch FROM date_bin('${CHUNK_HOURS} hours', minute, '2000-01-01Z')) * 1000)::float8 AS "fromMs"
       FROM flow_minutes WHERE case_id = $1 ORDER BY 1`,
    [caseId],
  );
  for (const { fromMs } of stretches.rows) {
    signal?.throwIfAborted();
    const between = { fromMs, toMs: fromMs + CHUNK_HOURS * HOUR };
    await client.query(
      `INSERT INTO flow_peer_hours (case_id, interface_no, hour, peer, protocol, service_port, served,
        bytes_out, bytes_in, packets_out, packets_in, accepted, rejected, connections, first_start, last_start)
      SELECT $1, interface_no, hour, peer, ${SERVICE_COLUMNS}, ${sum("bytes", LEFT)}, ${sum("bytes", `NOT (${LEFT})`)},
             ${sum("packets", LEFT)}, ${sum("packets", `NOT (${LEFT})`)}, ${count(`NOT (${REFUSED})`)}, ${count(REFUSED)},
             ${count(`NOT (${REFUSED}) AND (begins = 1 OR begins = 2 AND ${OPENER})`)}, min(start_at), max(start_at)
        FROM (SELECT *, date_bin('1 hour', start_at, '2000-01-01Z') AS hour
                FROM (${flowEnds(client, loads, own, between)}) ends) record
       GROUP BY interface_no, hour, peer, 5, 6, 7`,
      [caseId],
    );
  }
  await client.query("UPDATE detection_runs SET hours_revision = $2 WHERE case_id = $1", [caseId, revision]);
}

function sum(column: string, side: string): string {
  return `least(coalesce(sum(${column}) FILTER (WHERE ${side} AND NOT (${REFUSED})), 0), ${LARGEST_SUM})::bigint`;
}

function count(where: string): string {
  return `(count(*) FILTER (WHERE ${where}))::int`;
}
