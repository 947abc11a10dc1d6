import { flowEnds, LEFT, OPENER, REFUSED, SERVICE_COLUMNS } from "@/lib/detect/rollup/flow-ends";
import type { RunContext } from "@/lib/detect/run-context";

/** The largest sum that a bigint column holds. */
const LARGEST_SUM = "9223372036854775807";
/** AWS aggregates over one minute or ten: what is longer than this came from the latter. */
const LONGER_THAN_A_MINUTE = "interval '90 seconds'";

/** Added to `service`, which is negative where no protocol is given. */
const ABOVE_ZERO = 2 ** 20;
const SERVICE_BITS = 29;
/** `service` and, of refused records, the minute since 1970 in the bits above: one key is hashed faster than two. */
const KEY = `(service + ${ABOVE_ZERO})::bigint + CASE WHEN ${REFUSED}
  THEN least(floor(date_part('epoch', start_at) / 60), ${2 ** 33 - 1})::bigint * ${2 ** SERVICE_BITS} ELSE 0 END`;

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
    SELECT interface_no, peer, service, CASE WHEN ${REFUSED} THEN to_timestamp((key >> ${SERVICE_BITS}) * 60) END AS refused_minute,
           ${whole("bytes")}, ${whole("packets")}, records, begun, untold, syn_only, long_records, first_start, last_start, last_end
      FROM (SELECT *, ((key & ${2 ** SERVICE_BITS - 1}) - ${ABOVE_ZERO})::int AS service
              FROM (SELECT interface_no, peer, ${KEY} AS key, ${halves("bytes")}, ${halves("packets")},
                           count(*) AS records, count(*) FILTER (WHERE begins = 1) AS begun,
                           count(*) FILTER (WHERE begins = 2) AS untold, count(*) FILTER (WHERE syn_only) AS syn_only,
                           count(*) FILTER (WHERE end_at - start_at > ${LONGER_THAN_A_MINUTE}) AS long_records,
                           min(start_at) AS first_start, max(start_at) AS last_start, max(end_at) AS last_end
                      FROM (${flowEnds(client, loads, own)}) ends GROUP BY 1, 2, 3) keyed) side`);
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

/**
 * The upper and lower 32 bits of a bigint, summed up apart: sums of int are plain numbers kept in place, those of bigint lie each in
 * memory of its own.
 */
function halves(column: string): string {
  return `sum((${column} >> 32)::int) AS ${column}_upper,
    sum((coalesce(${column} & 4294967295, 0) - ${2 ** 31})::int) AS ${column}_lower`;
}

/** The sum of what `halves` took apart: every lower one was made smaller by 2^31, to fit. */
function whole(column: string): string {
  return `coalesce(${column}_upper, 0)::numeric * 4294967296 + ${column}_lower + records::numeric * ${2 ** 31} AS ${column}`;
}
