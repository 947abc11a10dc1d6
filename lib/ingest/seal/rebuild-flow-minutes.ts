import type pg from "pg";
import { withTransaction } from "@/lib/db/pool";
import { interfacesOfLoad } from "@/lib/ingest/duplicates/overlaps";
import { ACTION, DIRECTION } from "@/lib/ingest/rows/flow-row";
import type { Ledger } from "@/lib/ledger/ledger.types";
import { caseLoadIds } from "@/lib/ledger/load-ledger";
import { type OwnAddresses, ownAddresses } from "@/lib/ledger/own-addresses";

/** The largest sum that a bigint column holds, as a float that is not larger. */
const LARGEST_SUM = "9223372036854774784";

/**
 * Replaces the minute roll-up of every interface whose numbers the load can change: those that it shows, and all of the
 * case when it tells who held what. What left is told by the record's direction, else by the interface's own addresses; a
 * record that neither tells adds no bytes. Duplicates are left out, REJECT adds no bytes. Sums are exact up to 2^53.
 */
export async function rebuildFlowMinutes(caseId: string, loadId: number, ledger: Ledger): Promise<void> {
  const loads = await caseLoadIds(caseId);
  await withTransaction(async (client) => {
    const interfaces = await touchedInterfaces(client, caseId, loadId);
    if (interfaces.length === 0) return;
    const own = await ownAddresses(client, interfaces, caseId, ledger);
    await client.query("SET LOCAL work_mem = '64MB'");
    // Only a query that makes a table may use both cores: its numbers and addresses stand in the text, all made here.
    await client.query(`CREATE TEMP TABLE rolled_minutes ON COMMIT DROP AS ${rollUp(client, loads, own)}`);
    await client.query("DELETE FROM flow_minutes WHERE case_id = $1 AND interface_no = ANY($2::int[])", [
      caseId,
      interfaces,
    ]);
    await client.query(
      `INSERT INTO flow_minutes (case_id, interface_no, minute, bytes_out, bytes_in, packets_out, packets_in, accepted,
                                 rejected, last_end)
       SELECT $1, * FROM rolled_minutes`,
      [caseId],
    );
    // What is summed up by peer is so no more: the detectors make it anew. Said last, for it holds the case's row, which people wait for.
    await client.query("UPDATE cases SET flow_sums = 0 WHERE id = $1", [caseId]);
  });
}

function rollUp(client: pg.ClientBase, loads: number[], own: OwnAddresses[]): string {
  const is = (column: string) => `(${column} = o.ip OR (o.more IS NOT NULL AND ${column} = ANY(o.more)))`;
  const counted = (column: string, side: number) =>
    `LEAST(COALESCE(sum(${column}::float8) FILTER (WHERE side = ${side} AND action <> ${ACTION.REJECT}), 0), ${LARGEST_SUM})::bigint`;
  const json = client.escapeLiteral(JSON.stringify(own));
  return `
    SELECT interface_no, date_bin('1 minute', start_at, '2000-01-01Z') AS minute,
           ${counted("bytes", DIRECTION.egress)} AS bytes_out, ${counted("bytes", DIRECTION.ingress)} AS bytes_in,
           ${counted("packets", DIRECTION.egress)} AS packets_out, ${counted("packets", DIRECTION.ingress)} AS packets_in,
           count(*) FILTER (WHERE action <> ${ACTION.REJECT})::int AS accepted,
           count(*) FILTER (WHERE action = ${ACTION.REJECT})::int AS rejected, max(end_at) AS last_end
      FROM (SELECT f.interface_no, f.start_at, f.end_at, f.bytes, f.packets, f.action,
                   CASE WHEN f.direction <> 0 THEN f.direction
                        WHEN ${is("f.source_ip")} AND NOT COALESCE(${is("f.destination_ip")}, false) THEN ${DIRECTION.egress}
                        WHEN ${is("f.destination_ip")} AND NOT COALESCE(${is("f.source_ip")}, false) THEN ${DIRECTION.ingress}
                        ELSE 0 END AS side
              FROM flow_records f
              JOIN jsonb_to_recordset(${json}::jsonb) AS o (interface_no int, ip inet, more inet[])
                ON o.interface_no = f.interface_no
             WHERE f.load_id IN (${loads.map(Number).join(",")}) AND NOT f.duplicate) record
     GROUP BY 1, 2`;
}

async function touchedInterfaces(client: pg.ClientBase, caseId: string, loadId: number): Promise<number[]> {
  const telling = await client.query(
    `SELECT 1 FROM observations o JOIN evidence_files e ON e.id = o.file_id WHERE e.load_id = $1 LIMIT 1`,
    [loadId],
  );
  if (telling.rowCount === 0) return interfacesOfLoad(client, loadId);
  const all = await client.query<{ interface_no: number }>(
    `SELECT DISTINCT c.interface_no FROM flow_sightings s JOIN flow_contexts c ON c.id = s.context_no WHERE s.case_id = $1`,
    [caseId],
  );
  return all.rows.map((row) => row.interface_no);
}
