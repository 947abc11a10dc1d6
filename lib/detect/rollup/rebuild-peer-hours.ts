import { flowEnds, LEFT, OPENER, REFUSED, SERVICE_COLUMNS } from "@/lib/detect/rollup/flow-ends";
import type { RunContext } from "@/lib/detect/run-context";

const LARGEST_SUM = "9223372036854775807";

/**
 * Makes the case's `flow_peer_hours` anew, an interface after the other, and notes the revision that they stand for: the groups of
 * one stay in memory, its rows go into the index where the last ones went, and a stop is heard between two.
 */
export async function rebuildPeerHours(
  { client, caseId, loads, own }: RunContext,
  revision: number,
  signal?: AbortSignal,
): Promise<void> {
  await client.query("UPDATE detection_runs SET hours_revision = NULL WHERE case_id = $1", [caseId]);
  await client.query("DELETE FROM flow_peer_hours WHERE case_id = $1", [caseId]);
  // Few rows of many: the planner takes reading all of them for cheaper, once an interface.
  await client.query("SET enable_seqscan = off");
  for (const address of own) {
    signal?.throwIfAborted();
    await client.query(
      `INSERT INTO flow_peer_hours (case_id, interface_no, hour, peer, protocol, service_port, served,
        bytes_out, bytes_in, packets_out, packets_in, accepted, rejected, connections, first_start, last_start)
      SELECT $1, interface_no, hour, peer, ${SERVICE_COLUMNS}, ${sum("bytes", LEFT)}, ${sum("bytes", `NOT (${LEFT})`)},
             ${sum("packets", LEFT)}, ${sum("packets", `NOT (${LEFT})`)}, ${count(`NOT (${REFUSED})`)}, ${count(REFUSED)},
             ${count(`NOT (${REFUSED}) AND (begins = 1 OR begins = 2 AND ${OPENER})`)}, min(start_at), max(start_at)
        FROM (SELECT *, date_bin('1 hour', start_at, '2000-01-01Z') AS hour
                FROM (${flowEnds(client, loads, [address], address.interface_no)}) ends) record
       GROUP BY interface_no, hour, peer, 5, 6, 7 ORDER BY hour, peer, 5, 6, 7`,
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
