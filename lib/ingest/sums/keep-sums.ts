import type pg from "pg";
import { SERVED } from "@/lib/ingest/sums/flow-ends";
import { couldMatter, LARGEST_SUM } from "@/lib/ingest/sums/kept-contacts";
import type { SumTable } from "@/lib/ingest/sums/sum-tables";

const large = (column: string) => `least(sum(${column}), ${LARGEST_SUM})::bigint`;

/** How partial sums become rows that are kept, in this order; $1 is the case. Parts that were counted while summing up begin at 0. */
const ADDED_UP = {
  partPeers: `
    INSERT INTO flow_peers (case_id, interface_no, peer, protocol, service_port, served, bytes_out, bytes_in, packets_out,
      packets_in, accepted, rejected, connections, unanswered, long_records, first_start, last_start, last_end, first_accepted)
    SELECT $1, interface_no, peer, protocol, service_port, served, ${large("bytes_out")}, ${large("bytes_in")},
           ${large("packets_out")}, ${large("packets_in")}, sum(accepted)::int, sum(rejected)::int, sum(connections)::int,
           CASE WHEN sum(answered) > 0 THEN 0 ELSE sum(syn_only)::int END, sum(long_records)::int,
           min(first_start), max(last_start), max(last_end), min(first_accepted)
      FROM sum_peers GROUP BY 2, 3, 4, 5, 6 ORDER BY 2, 3, 4, 5, 6`,
  partRefusals: `
    INSERT INTO flow_refusals (case_id, interface_no, peer, protocol, service_port, near_tried, minute, records)
    SELECT $1, interface_no, peer, protocol, service_port, near_tried, minute, sum(records)::int
      FROM sum_refusals GROUP BY 2, 3, 4, 5, 6, 7`,
  partMoments: `
    INSERT INTO flow_moments (case_id, interface_no, part, peer, protocol, service_port, moments)
    SELECT $1, m.interface_no, -row_number() OVER (), m.peer, m.protocol, m.service_port, m.moments
      FROM sum_moments m JOIN flow_peers p ON p.case_id = $1 AND p.interface_no = m.interface_no AND p.peer = m.peer
       AND p.protocol = m.protocol AND p.service_port = m.service_port AND p.served = ${SERVED.peer}
     WHERE ${couldMatter("p")}`,
} as const;

/** Takes away what the case kept. */
export async function clearSums(client: pg.ClientBase, caseId: string): Promise<void> {
  for (const table of ["flow_peers", "flow_refusals", "flow_moments"])
    await client.query(`DELETE FROM ${table} WHERE case_id = $1`, [caseId]);
}

/** Adds partial sums up, of the tables that have any, beside what was summed up whole. */
export async function addUpSums(client: pg.ClientBase, caseId: string, tables: ReadonlySet<SumTable>): Promise<void> {
  for (const table of ["partPeers", "partRefusals", "partMoments"] as const)
    if (tables.has(table)) await client.query(ADDED_UP[table], [caseId]);
}
