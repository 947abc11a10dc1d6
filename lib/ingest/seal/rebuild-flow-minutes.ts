import type pg from "pg";
import { withTransaction } from "@/lib/db/pool";
import { interfacesOfLoad } from "@/lib/ingest/duplicates/overlaps";
import { ACTION, DIRECTION } from "@/lib/ingest/rows/flow-row";
import type { Ledger } from "@/lib/ledger/ledger.types";
import { caseLoadIds } from "@/lib/ledger/load-ledger";

const MAX_BIGINT = "9223372036854775807";

/**
 * Replaces the minute roll-up of every interface that the load shows. What left is told by the record's direction, else
 * by the interface's own addresses; a record that neither tells adds no bytes. Duplicates are left out, REJECT adds no bytes.
 */
export async function rebuildFlowMinutes(caseId: string, loadId: number, ledger: Ledger): Promise<void> {
  const loads = await caseLoadIds(caseId);
  await withTransaction(async (client) => {
    const interfaces = await interfacesOfLoad(client, loadId);
    if (interfaces.length === 0) return;
    await client.query("SET LOCAL work_mem = '64MB'");
    await fillOwnAddresses(client, interfaces, caseId, ledger);
    await client.query("DELETE FROM flow_minutes WHERE case_id = $1 AND interface_no = ANY($2::int[])", [
      caseId,
      interfaces,
    ]);
    const counted = (column: string, side: number) =>
      `LEAST(COALESCE(sum(${column}) FILTER (WHERE side = ${side} AND action <> ${ACTION.REJECT}), 0), ${MAX_BIGINT})::bigint`;
    await client.query(
      `INSERT INTO flow_minutes (case_id, interface_no, minute, bytes_out, bytes_in, packets_out, packets_in, accepted,
                                 rejected, last_end)
       SELECT $1, interface_no, date_trunc('minute', start_at),
              ${counted("bytes", DIRECTION.egress)}, ${counted("bytes", DIRECTION.ingress)},
              ${counted("packets", DIRECTION.egress)}, ${counted("packets", DIRECTION.ingress)},
              count(*) FILTER (WHERE action <> ${ACTION.REJECT}), count(*) FILTER (WHERE action = ${ACTION.REJECT}),
              max(end_at)
         FROM (SELECT f.interface_no, f.start_at, f.end_at, f.bytes, f.packets, f.action,
                      CASE WHEN f.direction <> 0 THEN f.direction
                           WHEN f.source_ip = ANY(o.ips) AND NOT f.destination_ip = ANY(o.ips) THEN ${DIRECTION.egress}
                           WHEN f.destination_ip = ANY(o.ips) AND NOT f.source_ip = ANY(o.ips) THEN ${DIRECTION.ingress}
                           ELSE 0 END AS side
                 FROM flow_records f LEFT JOIN own_address o ON o.interface_no = f.interface_no
                WHERE f.load_id = ANY($2::int[]) AND f.interface_no = ANY($3::int[]) AND NOT f.duplicate) record
        GROUP BY 2, 3`,
      [caseId, loads, interfaces],
    );
  });
}

/** The own addresses of each interface at the times it was seen. An interface's id and addresses rarely change hands. */
async function fillOwnAddresses(
  client: pg.ClientBase,
  interfaces: number[],
  caseId: string,
  ledger: Ledger,
): Promise<void> {
  const seen = await client.query<{ interface_no: number; key: string; first_ms: string; last_ms: string }>(
    `SELECT i.id AS interface_no, i.key, (extract(epoch FROM min(s.first_start)) * 1000)::bigint AS first_ms,
            (extract(epoch FROM max(s.last_start)) * 1000)::bigint AS last_ms
       FROM flow_sightings s JOIN flow_contexts c ON c.id = s.context_no JOIN interfaces i ON i.id = c.interface_no
      WHERE s.case_id = $1 AND c.interface_no = ANY($2::int[]) GROUP BY i.id, i.key`,
    [caseId, interfaces],
  );
  const own = seen.rows.map(({ interface_no, key, first_ms, last_ms }) => ({
    interface_no,
    ips: [
      ...new Set([
        ...ledger.ownIpsOfInterface(key, Number(first_ms)),
        ...ledger.ownIpsOfInterface(key, Number(last_ms)),
      ]),
    ],
  }));
  await client.query("CREATE TEMP TABLE own_address (interface_no int PRIMARY KEY, ips inet[]) ON COMMIT DROP");
  await client.query(
    "INSERT INTO own_address SELECT interface_no, ips FROM jsonb_to_recordset($1::jsonb) AS o (interface_no int, ips inet[])",
    [JSON.stringify(own)],
  );
}
