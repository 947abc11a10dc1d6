import { canonicalAddress } from "@/lib/core/address";
import type { Inputs } from "@/lib/detect/inputs/inputs.types";
import type { RunContext } from "@/lib/detect/run-context";

/** How many interfaces there are, and how many of them sent anything to each address that more than one did. */
export async function readPopulation({ client }: RunContext): Promise<Inputs["population"]> {
  const all = await client.query<{ interfaces: number }>(
    "SELECT count(DISTINCT interface_no)::int AS interfaces FROM peer_sums",
  );
  const shared = await client.query<{ peer: string; interfaces: number }>(
    `SELECT host(peer) AS peer, count(DISTINCT interface_no)::int AS interfaces FROM peer_sums
      WHERE served = 2 AND accepted > 0 GROUP BY peer HAVING count(DISTINCT interface_no) > 1`,
  );
  return {
    interfaces: Math.max(1, all.rows[0]?.interfaces ?? 0),
    interfacesByPeer: new Map(shared.rows.map(({ peer, interfaces }) => [canonicalAddress(peer) ?? peer, interfaces])),
  };
}
