import type { RunContext } from "@/lib/detect/run-context";

/**
 * The sums of the case's flow records in tables of their own, for as long as the run's connection: `peer_sums`, and
 * `refused_tries` by minute. A table of all cases has no statistics of one that was loaded just now, and whoever joins it
 * without them waits for minutes. They must have been made.
 */
export async function openSums({ client, caseId }: RunContext): Promise<void> {
  const id = client.escapeLiteral(caseId);
  await client.query("DROP TABLE IF EXISTS peer_sums, refused_tries");
  await client.query(`CREATE TEMP TABLE peer_sums AS SELECT * FROM flow_peers WHERE case_id = ${id}::uuid`);
  await client.query(`
    CREATE TEMP TABLE refused_tries AS
    SELECT interface_no, peer, protocol::int AS protocol, service_port AS port, near_tried, minute, records
      FROM flow_refusals WHERE case_id = ${id}::uuid`);
  // A tenth of the usual sample tells sizes and shares well enough.
  await client.query(
    "SET default_statistics_target = 10; ANALYZE peer_sums, refused_tries; RESET default_statistics_target",
  );
}
