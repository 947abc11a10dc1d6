import type pg from "pg";
import { byMarks } from "@/lib/ingest/duplicates/by-marks";
import { loadTable, packTable } from "@/lib/ingest/load-tables";
import { listScans } from "@/lib/ingest/sums/list-scans";
import type { FlowScan } from "@/lib/ingest/sums/scan-flows";
import type { PackScan } from "@/lib/ingest/sums/scan-packs";

/** Interfaces that have few records are read together, so many records at a time: their sums fit what a scan may keep. */
const RECORDS_TOGETHER = 120_000;

export type Scan = PackScan | FlowScan;

/** What has to be read for all records of some interfaces, the longest first. */
export interface ScanPlan {
  scans: Scan[];
  /** Those whose records are read out of packs, each in one scan; the others' are read row by row, in several. */
  packed: ReadonlySet<number>;
  records: number;
}

interface InLoad {
  load: number;
  interfaceNo: number;
  records: number;
}

/**
 * An interface is read out of packs where these are all of its records, and none of those is a duplicate or was filled from one; else
 * out of the records themselves. A load that is under way is left out: which of its records are duplicates is told at its end, and
 * then all sums are made anew.
 */
export async function planScans(
  client: pg.ClientBase,
  caseId: string,
  interfaces: readonly number[],
): Promise<ScanPlan> {
  const { rows } = await client.query<InLoad>(
    `SELECT e.load_id AS load, c.interface_no AS "interfaceNo", sum(s.records)::float8 AS records
       FROM flow_sightings s JOIN flow_contexts c ON c.id = s.context_no JOIN evidence_files e ON e.id = s.file_id
       JOIN loads l ON l.id = e.load_id
      WHERE s.case_id = $1 AND c.interface_no = ANY($2::int[]) AND l.finished_at IS NOT NULL GROUP BY 1, 2`,
    [caseId, interfaces],
  );
  const byInterface = new Map<number, { records: number; loads: number[] }>();
  for (const { load, interfaceNo, records } of rows) {
    const one = byInterface.get(interfaceNo) ?? { records: 0, loads: [] };
    one.records += records;
    one.loads.push(load);
    byInterface.set(interfaceNo, one);
  }
  const unpacked = await listUnpacked(client, rows);
  const packed = new Map([...byInterface].filter(([interfaceNo]) => !unpacked.has(interfaceNo)));
  const others = interfaces.filter((interfaceNo) => unpacked.has(interfaceNo));
  const byRow = others.length === 0 ? [] : await listScans(client, caseId, others);
  return {
    scans: [...byRow, ...together(packed)],
    packed: new Set(packed.keys()),
    records: rows.reduce((sum, { records }) => sum + records, 0),
  };
}

function together(packed: ReadonlyMap<number, { records: number; loads: number[] }>): PackScan[] {
  const scans: { interfaces: number[]; loads: Set<number>; records: number }[] = [];
  for (const [interfaceNo, { records, loads }] of [...packed].sort((a, b) => b[1].records - a[1].records)) {
    const last = scans.at(-1);
    if (last === undefined || last.records + records > RECORDS_TOGETHER)
      scans.push({ interfaces: [interfaceNo], loads: new Set(loads), records });
    else {
      last.interfaces.push(interfaceNo);
      for (const load of loads) last.loads.add(load);
      last.records += records;
    }
  }
  return scans.map(({ interfaces, loads }) => ({ interfaces, loads: [...loads] }));
}

/** Interfaces of which some load's packs are not all, or not what counts. */
async function listUnpacked(client: pg.ClientBase, rows: readonly InLoad[]): Promise<Set<number>> {
  const unpacked = new Set<number>();
  for (const load of new Set(rows.map((row) => row.load))) {
    const own = rows.filter((row) => row.load === load);
    const packs = await countPacked(client, load);
    for (const { interfaceNo, records } of own) if (packs.get(interfaceNo) !== records) unpacked.add(interfaceNo);
    const asked = own.map(({ interfaceNo }) => interfaceNo).filter((interfaceNo) => !unpacked.has(interfaceNo));
    if (asked.length > 0) for (const interfaceNo of await listMarked(client, load, asked)) unpacked.add(interfaceNo);
  }
  return unpacked;
}

/** Records in a load's packs by interface; none where the load has no packs. */
async function countPacked(client: pg.ClientBase, load: number): Promise<Map<number, number>> {
  const table = packTable(load);
  const { rows: found } = await client.query<{ there: boolean }>("SELECT to_regclass($1) IS NOT NULL AS there", [
    table,
  ]);
  if (!found[0]?.there) return new Map();
  const { rows } = await client.query<{ no: number; records: number }>(
    `SELECT interface_no AS no, sum(records)::float8 AS records FROM ${table} GROUP BY 1`,
  );
  return new Map(rows.map(({ no, records }) => [no, records]));
}

/** Those of which the load has a duplicate, or a record that was filled from one: one look each into the index of such records. */
async function listMarked(client: pg.ClientBase, load: number, interfaces: readonly number[]): Promise<number[]> {
  const { rows } = await byMarks<{ no: number }>(
    client,
    `SELECT i.no FROM unnest($1::int[]) AS i(no), LATERAL (
       SELECT FROM ${loadTable("flow_records", load)} f
        WHERE f.interface_no = i.no AND (f.duplicate OR (f.shape & 8) <> 0) ORDER BY f.file_id LIMIT 1) marked`,
    [interfaces],
  );
  return rows.map(({ no }) => no);
}
