import { pool } from "@/lib/db/pool";
import type { InstanceScope } from "@/lib/timeline/instance-scope";
import type { NetworkPage } from "@/lib/timeline/network/network.types";

const NAMES_SHOWN = 50;
const ADDRESSES_SHOWN = 4;

/**
 * Names that the instance was given addresses for, none of which it met at any time: the last asked first. Over all evidence;
 * needs `flow_peers` of this revision.
 */
export async function readUnusedNames({ caseId, askers, holds }: InstanceScope): Promise<NetworkPage["unused"]> {
  const { rows } = await pool().query<{
    name: string;
    addresses: string[];
    firstMs: number;
    lastMs: number;
    total: number;
  }>(
    `SELECT d.name, g.addresses, (extract(epoch FROM g.first_at) * 1000)::float8 AS "firstMs",
            (extract(epoch FROM g.last_at) * 1000)::float8 AS "lastMs", g.total
       FROM (SELECT n.name_no, min(n.times[1]) AS first_at, max(n.last_at) AS last_at, count(*) OVER ()::float8 AS total,
                    (array_agg(DISTINCT host(n.address)))[1:${ADDRESSES_SHOWN}] AS addresses
               FROM address_names n
              WHERE n.case_id = $1 AND n.asker_no = ANY($2::int[])
              GROUP BY n.name_no
             HAVING NOT bool_or(EXISTS (SELECT FROM flow_peers p WHERE p.case_id = $1 AND p.peer = n.address
                                           AND p.interface_no = ANY($3::int[])))) g
       JOIN dns_names d ON d.id = g.name_no
      ORDER BY g.last_at DESC, d.name COLLATE "C" LIMIT ${NAMES_SHOWN}`,
    [caseId, askers.map(({ askerNo }) => askerNo), holds.map(({ interfaceNo }) => interfaceNo)],
  );
  return { names: rows.map(({ total: _, ...name }) => name), total: rows[0]?.total ?? 0 };
}
