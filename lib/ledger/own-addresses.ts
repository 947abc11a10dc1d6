import type pg from "pg";
import type { Ledger } from "@/lib/ledger/ledger.types";

export interface OwnAddresses {
  interface_no: number;
  /** The one own address of most interfaces. */
  ip: string | null;
  /** Further ones; null when there is none. */
  more: string[] | null;
}

/** The own addresses of each interface at the times it was seen. An interface's id and addresses rarely change hands. */
export async function ownAddresses(
  client: pg.ClientBase,
  interfaces: number[],
  caseId: string,
  ledger: Ledger,
): Promise<OwnAddresses[]> {
  const seen = await client.query<{ interface_no: number; key: string; first_ms: string; last_ms: string }>(
    `SELECT i.id AS interface_no, i.key, (extract(epoch FROM min(s.first_start)) * 1000)::bigint AS first_ms,
            (extract(epoch FROM max(s.last_start)) * 1000)::bigint AS last_ms
       FROM flow_sightings s JOIN flow_contexts c ON c.id = s.context_no JOIN interfaces i ON i.id = c.interface_no
      WHERE s.case_id = $1 AND c.interface_no = ANY($2::int[]) GROUP BY i.id, i.key`,
    [caseId, interfaces],
  );
  return seen.rows.map(({ interface_no, key, first_ms, last_ms }) => {
    const [ip = null, ...more] = new Set([
      ...ledger.ownIpsOfInterface(key, Number(first_ms)),
      ...ledger.ownIpsOfInterface(key, Number(last_ms)),
    ]);
    return { interface_no, ip, more: more.length === 0 ? null : more };
  });
}
