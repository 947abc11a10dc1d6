import type { RunContext } from "@/lib/detect/run-context";

const COLUMNS = `interface_no, peer, protocol, service_port, served, bytes_out, bytes_in, packets_out, packets_in, accepted,
  rejected, connections, unanswered, first_start, last_start, last_end, first_accepted`;

/** Puts what `sumPeers` found in the place of the case's `flow_peers`, and notes the revision that it stands for. */
export async function keepPeers({ client, caseId }: RunContext, revision: number): Promise<void> {
  await client.query("BEGIN");
  try {
    await client.query("DELETE FROM flow_peers WHERE case_id = $1", [caseId]);
    await client.query(`INSERT INTO flow_peers (case_id, ${COLUMNS}) SELECT $1, ${COLUMNS} FROM peer_sums`, [caseId]);
    await client.query("UPDATE detection_runs SET peers_revision = $2 WHERE case_id = $1", [caseId, revision]);
    await client.query("COMMIT");
  } catch (error) {
    await client.query("ROLLBACK");
    throw error;
  }
}
