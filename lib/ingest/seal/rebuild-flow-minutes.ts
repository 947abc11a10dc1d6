import type pg from "pg";
import { withTransaction } from "@/lib/db/pool";
import { minuteTable } from "@/lib/ingest/load-tables";
import { ACTION, DIRECTION } from "@/lib/ingest/rows/flow-row";
import { addUpRead, interfacesToAddUp, LARGEST_SUM, MINUTE_COLUMNS } from "@/lib/ingest/seal/read-minutes";
import {
  inTouched,
  loadsOf,
  noteOwn,
  TOUCHED,
  type TouchedByLoad,
  type TouchedMinutes,
  touchedMinutes,
} from "@/lib/ingest/seal/touched-minutes";
import type { Ledger } from "@/lib/ledger/ledger.types";

/**
 * Replaces the minute roll-up of every interface whose numbers the load can change: those that it shows, at the times that it has of them, and all of
 * the case when it tells who held what. What left is told by the record's direction, else by the interface's own addresses; a
 * record that neither tells adds no bytes. Duplicates are left out, REJECT adds no bytes. Sums are exact up to 2^53.
 */
export async function rebuildFlowMinutes(caseId: string, loadId: number, ledger: Ledger): Promise<void> {
  await withTransaction(async (client) => {
    const touched = await touchedMinutes(client, { caseId, loadId, ledger });
    if (touched.length > 0) await replaceMinutes(client, { caseId, loadId, touched });
    await client.query(`DROP TABLE IF EXISTS ${minuteTable(loadId)}`);
  });
}

async function replaceMinutes(client: pg.ClientBase, { caseId, loadId, touched }: TouchedByLoad): Promise<void> {
  await client.query("SET LOCAL work_mem = '64MB'");
  const read = await interfacesToAddUp(client, { caseId, loadId, touched });
  const others = touched.filter(({ interface_no }) => !read.has(interface_no));
  const loads = others.length === 0 ? [] : await loadsOf(client, caseId, others);
  // Only a query that makes a table may use both cores: its numbers and addresses stand in the text, all made here.
  if (loads.length > 0)
    await client.query(`CREATE TEMP TABLE rolled_minutes ON COMMIT DROP AS ${rollUp(client, loads, others)}`);
  await client.query(
    `DELETE FROM flow_minutes m USING ${TOUCHED}
      WHERE m.case_id = $2 AND m.interface_no = o.interface_no AND ${inTouched("m.minute", "m.minute")}`,
    [JSON.stringify(touched), caseId],
  );
  if (loads.length > 0)
    await client.query(`INSERT INTO flow_minutes (${MINUTE_COLUMNS}) SELECT $1, * FROM rolled_minutes`, [caseId]);
  await addUpRead(client, { caseId, loadId, touched: touched.filter(({ interface_no }) => read.has(interface_no)) });
  await noteOwn(client, touched);
  // What is summed up by peer is so no more: the detectors make it anew. Said last, for it holds the case's row, which people wait for.
  await client.query("UPDATE cases SET flow_sums = 0 WHERE id = $1", [caseId]);
}

function rollUp(client: pg.ClientBase, loads: number[], touched: readonly TouchedMinutes[]): string {
  const is = (column: string) => `(${column} = o.ip OR (o.more IS NOT NULL AND ${column} = ANY(o.more)))`;
  const counted = (column: string, side: number) =>
    `LEAST(COALESCE(sum(${column}::float8) FILTER (WHERE side = ${side} AND action <> ${ACTION.REJECT}), 0), ${LARGEST_SUM})::bigint`;
  const json = client.escapeLiteral(JSON.stringify(touched));
  const isPart = touched.some(({ from_at }) => from_at !== null);
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
              JOIN ${TOUCHED.replace("$1", json)} ON o.interface_no = f.interface_no
                ${isPart ? `AND ${inTouched("f.start_at", "f.start_at")}` : ""}
             WHERE f.load_id IN (${loads.map(Number).join(",")}) AND NOT f.duplicate) record
     GROUP BY 1, 2`;
}
