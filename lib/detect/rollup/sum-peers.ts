import { flowEnds, LEFT, OPENER, REFUSED, SERVICE_COLUMNS } from "@/lib/detect/rollup/flow-ends";
import type { RunContext } from "@/lib/detect/run-context";

/** The largest sum that a bigint column holds. */
const LARGEST_SUM = "9223372036854775807";
/** AWS aggregates over one minute or ten: what is longer than this came from the latter. */
const LONGER_THAN_A_MINUTE = "interval '90 seconds'";

/**
 * Sums up all counted flow records by interface, far address and service, the first of the two full scans of a run. Temporary
 * tables: `peer_sides`, refused records by minute apart from the rest; `peer_sums`, whose columns are those of `flow_peers`
 * without the case.
 */
export async function sumPeers({ client, loads, own }: RunContext): Promise<void> {
  await client.query("DROP TABLE IF EXISTS peer_sides, peer_sums");
  // Ten million rows sorted on disk take twice as long as the groups do, which the planner thinks too large for memory.
  await client.query("SET enable_sort = off");
  await client.query(`
    CREATE TEMP TABLE peer_sides AS
    SELECT interface_no, peer, service,
           CASE WHEN ${REFUSED} THEN date_bin('1 minute', start_at, '2000-01-01Z') END AS refused_minute,
           sum(bytes) AS bytes, sum(packets) AS packets, count(*) AS records, count(*) FILTER (WHERE begins = 1) AS begun,
           count(*) FILTER (WHERE begins = 2) AS untold, count(*) FILTER (WHERE syn_only) AS syn_only,
           count(*) FILTER (WHERE end_at - start_at > ${LONGER_THAN_A_MINUTE}) AS long_records,
           min(start_at) AS first_start, max(start_at) AS last_start, max(end_at) AS last_end
      FROM (${flowEnds(client, loads, own)}) ends
     GROUP BY 1, 2, 3, 4`);
  await client.query("RESET enable_sort");
  const passed = `NOT (${REFUSED})`;
  const sum = (column: string, side: string) =>
    `least(coalesce(sum(${column}) FILTER (WHERE ${side} AND ${passed}), 0), ${LARGEST_SUM})::bigint`;
  const count = (column: string, where: string) => `coalesce(sum(${column}) FILTER (WHERE ${where}), 0)::int`;
  await client.query(`
    CREATE TEMP TABLE peer_sums AS
    SELECT interface_no, peer, ${SERVICE_COLUMNS},
           ${sum("bytes", LEFT)} AS bytes_out, ${sum("bytes", `NOT (${LEFT})`)} AS bytes_in,
           ${sum("packets", LEFT)} AS packets_out, ${sum("packets", `NOT (${LEFT})`)} AS packets_in,
           ${count("records", passed)} AS accepted, ${count("records", REFUSED)} AS rejected,
           ${count("begun", passed)} + ${count("untold", `${passed} AND ${OPENER}`)} AS connections,
           CASE WHEN ${count("records", `${passed} AND NOT ${OPENER}`)} > 0 THEN 0
                ELSE ${count("syn_only", `${passed} AND ${OPENER}`)} END AS unanswered,
           min(first_start) AS first_start, max(last_start) AS last_start, max(last_end) AS last_end,
           min(first_start) FILTER (WHERE ${passed}) AS first_accepted, sum(long_records)::bigint AS long_records
      FROM peer_sides GROUP BY 1, 2, 3, 4, 5`);
  await client.query("ANALYZE peer_sums");
}
