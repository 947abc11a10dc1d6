import type pg from "pg";
import { SERVED, SERVICE } from "@/lib/ingest/sums/flow-ends";
import type { SumTable } from "@/lib/ingest/sums/sum-tables";

/** The largest sum that a bigint column holds, as a float that is not larger. */
const LARGEST_SUM = "9223372036854774784";

/** Columns that undo the bits of `service`. */
const SERVICE_COLUMNS = `
  (service >> 20)::smallint AS protocol, service & 65535 AS service_port, ((service >> 16) & 3)::smallint AS served`;
const SERVER = "((service >> 16) & 3)";
const LEFT = `(service & ${SERVICE.out}) <> 0`;
const PASSED = `(service & ${SERVICE.refused}) = 0`;
const OPENER = `(${SERVER} = ${SERVED.peer} AND ${LEFT} OR ${SERVER} = ${SERVED.near} AND NOT ${LEFT})`;

const large = (sum: string) => `least(coalesce(${sum}, 0), ${LARGEST_SUM})::bigint`;
const sum = (column: string, where: string) => large(`sum(${column}) FILTER (WHERE ${where})`);
const count = (column: string, where: string) => `coalesce(sum(${column}) FILTER (WHERE ${where}), 0)::int`;

/**
 * What no detector asks of a contact: fewer records or a shorter time than any setting of theirs names (beacon: six connections;
 * long connections: half an hour, of which a record is ten minutes at most), and so many records that it is a service.
 */
const COULD_MATTER = `p.accepted BETWEEN 2 AND 200000
  AND (p.connections >= 6 OR p.last_end - p.first_start >= interval '30 minutes' AND p.accepted >= 3)`;

/** How the rows of each table are made of its partial sums; $1 is the case. */
const KEPT: Record<SumTable, string> = {
  peers: `
    INSERT INTO flow_peers (case_id, interface_no, peer, protocol, service_port, served, bytes_out, bytes_in, packets_out,
      packets_in, accepted, rejected, connections, unanswered, first_start, last_start, last_end, first_accepted, long_records)
    SELECT $1, interface_no, peer, ${SERVICE_COLUMNS},
           ${sum("bytes", `${LEFT} AND ${PASSED}`)}, ${sum("bytes", `NOT ${LEFT} AND ${PASSED}`)},
           ${sum("packets", `${LEFT} AND ${PASSED}`)}, ${sum("packets", `NOT ${LEFT} AND ${PASSED}`)},
           ${count("records", PASSED)}, ${count("records", `NOT (${PASSED})`)},
           ${count("begun", PASSED)} + ${count("untold", `${PASSED} AND ${OPENER}`)},
           CASE WHEN ${count("records", `${PASSED} AND NOT ${OPENER}`)} > 0 THEN 0
                ELSE ${count("syn_only", `${PASSED} AND ${OPENER}`)} END,
           min(first_start), max(last_start), max(last_end), min(first_start) FILTER (WHERE ${PASSED}), sum(long_records)::int
      FROM sum_peers GROUP BY 2, 3, 4, 5, 6 ORDER BY 2, 3, 4, 5, 6`,
  refusals: `
    INSERT INTO flow_refusals (case_id, interface_no, part, peer, protocol, service_port, near_tried, minute, records)
    SELECT $1, interface_no, row_number() OVER (), peer, (service >> 20)::smallint, service & 65535, ${LEFT}, minute, records
      FROM (SELECT interface_no, peer, service, minute, sum(records)::int AS records FROM sum_refusals GROUP BY 1, 2, 3, 4) one`,
  moments: `
    INSERT INTO flow_moments (case_id, interface_no, part, peer, protocol, service_port, moments)
    SELECT $1, m.interface_no, row_number() OVER (), m.peer, p.protocol, p.service_port, m.moments
      FROM sum_moments m JOIN flow_peers p ON p.case_id = $1 AND p.interface_no = m.interface_no AND p.peer = m.peer
       AND p.protocol = m.service >> 20 AND p.service_port = m.service & 65535 AND p.served = ${SERVED.peer}
     WHERE ${COULD_MATTER}`,
};

/** Puts partial sums, of the tables that have any, in the place of what the case kept. */
export async function keepSums(client: pg.ClientBase, caseId: string, tables: ReadonlySet<SumTable>): Promise<void> {
  for (const table of ["flow_peers", "flow_refusals", "flow_moments"])
    await client.query(`DELETE FROM ${table} WHERE case_id = $1`, [caseId]);
  for (const table of Object.keys(KEPT) as SumTable[]) if (tables.has(table)) await client.query(KEPT[table], [caseId]);
}
