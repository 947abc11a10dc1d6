import { flowEnds, LEFT, OPENER, REFUSED, SERVICE_COLUMNS } from "@/lib/detect/rollup/flow-ends";
import type { RunContext } from "@/lib/detect/run-context";

const HOUR = 3_600_000;
/** So much of the case's time is summed up by one statement: its groups stay in memory, and a stop is heard between two. */
const CHUNK_HOURS = 6;
const LARGEST_SUM = "9223372036854775807";

/**
 * Makes the case's `flow_peer_hours` anew, a stretch of time after the other, and notes the revision that they stand for.
 *
 * @param span of the case's flow records, epoch ms
 */
export async function rebuildPeerHours(
  { client, caseId, loads, own }: RunContext,
  revision: number,
  span: { firstMs: number; lastMs: number },
  signal?: AbortSignal,
): Promise<void> {
  await client.query("UPDATE detection_runs SET hours_revision = NULL WHERE case_id = $1", [caseId]);
  await client.query("DELETE FROM flow_peer_hours WHERE case_id = $1", [caseId]);
  const step = CHUNK_HOURS * HOUR;
  for (let fromMs = Math.floor(span.firstMs / HOUR) * HOUR; fromMs <= span.lastMs; fromMs += step) {
    signal?.throwIfAborted();
    const between = { fromMs, toMs: fromMs + step };
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
