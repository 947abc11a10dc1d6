import type { RunContext } from "@/lib/detect/run-context";
import { makeCaseSums } from "@/lib/ingest/sums/rebuild-flow-sums";

/**
 * The sums of the case's flow records under names of their own, for as long as the run's connection: `peer_sums`, and
 * `refused_tries` by minute. Makes those that an earlier version left out.
 */
export async function openSums({ client, caseId, ledger }: RunContext): Promise<void> {
  await makeCaseSums(caseId, ledger);
  const id = client.escapeLiteral(caseId);
  await client.query(`
    CREATE OR REPLACE TEMP VIEW peer_sums AS SELECT * FROM flow_peers WHERE case_id = ${id}::uuid`);
  await client.query(`
    CREATE OR REPLACE TEMP VIEW refused_tries AS
    SELECT interface_no, peer, protocol::int AS protocol, service_port AS port, near_tried, minute, records
      FROM flow_refusals WHERE case_id = ${id}::uuid`);
}
