import { flowEnds, LEFT, REFUSED, SERVICE_COLUMNS } from "@/lib/detect/rollup/flow-ends";
import type { RunContext } from "@/lib/detect/run-context";

/** The largest sum that a bigint column holds. */
const LARGEST_SUM = "9223372036854775807";
const OPENER = `((service >> 16) & 3 = 2 AND ${LEFT}) OR ((service >> 16) & 3 = 1 AND NOT (${LEFT}))`;

/**
 * Sums up all counted flow records by interface, far address and service into the temporary table `peer_sums`, whose columns are
 * those of `flow_peers` without the case. The first of the two full scans of a run.
 */
export async function sumPeers({ client, loads, own }: RunContext): Promise<void> {
  const sum = (column: string, side: string) =>
    `least(coalesce(sum(${column}) FILTER (WHERE ${side} AND NOT (${REFUSED})), 0), ${LARGEST_SUM})::bigint`;
  const count = (column: string, where: string) => `coalesce(sum(${column}) FILTER (WHERE ${where}), 0)::int`;
  await client.query("DROP TABLE IF EXISTS peer_sums");
  await client.query(`
    CREATE TEMP TABLE peer_sums AS
    SELECT interface_no, peer, ${SERVICE_COLUMNS},
           ${sum("bytes", LEFT)} AS bytes_out, ${sum("bytes", `NOT (${LEFT})`)} AS bytes_in,
           ${sum("packets", LEFT)} AS packets_out, ${sum("packets", `NOT (${LEFT})`)} AS packets_in,
           ${count("records", `NOT (${REFUSED})`)} AS accepted, ${count("records", REFUSED)} AS rejected,
           ${count("begun", `NOT (${REFUSED})`)} + ${count("untold", `NOT (${REFUSED}) AND (${OPENER})`)} AS connections,
           CASE WHEN ${count("records", `NOT (${REFUSED}) AND NOT (${OPENER})`)} > 0 THEN 0
                ELSE ${count("syn_only", `NOT (${REFUSED}) AND (${OPENER})`)} END AS unanswered,
           min(first_start) AS first_start, max(last_start) AS last_start, max(last_end) AS last_end,
           min(first_start) FILTER (WHERE NOT (${REFUSED})) AS first_accepted
      FROM (SELECT interface_no, peer, service, sum(bytes) AS bytes, sum(packets) AS packets, count(*) AS records,
                   count(*) FILTER (WHERE begins = 1) AS begun, count(*) FILTER (WHERE begins = 2) AS untold,
                   count(*) FILTER (WHERE syn_only) AS syn_only, min(start_at) AS first_start,
                   max(start_at) AS last_start, max(end_at) AS last_end
              FROM (${flowEnds(client, loads, own)}) ends
             GROUP BY interface_no, peer, service) sides
     GROUP BY interface_no, peer, 3, 4, 5`);
  await client.query("ANALYZE peer_sums");
}
