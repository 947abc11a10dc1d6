import type pg from "pg";
import { loadTable } from "@/lib/ingest/load-tables";
import type { FlowScan } from "@/lib/ingest/sums/scan-flows";

/** So many blocks of 8 kB are one scan, about half a million records. */
const BLOCKS = 8192;
/** Interfaces with less than this share of a load's records are found by its index, which costs more a record. */
const LEAST_SHARE = 0.25;

/** What has to be read for all records of the interfaces that loads have brought, row by row. */
export async function listScans(
  client: pg.ClientBase,
  caseId: string,
  interfaces: readonly number[],
): Promise<FlowScan[]> {
  const { rows } = await client.query<{ load: number; wanted: number; records: number }>(
    `SELECT e.load_id AS load, coalesce(sum(s.records) FILTER (WHERE c.interface_no = ANY($2::int[])), 0)::float8 AS wanted,
            sum(s.records)::float8 AS records
       FROM flow_sightings s JOIN flow_contexts c ON c.id = s.context_no JOIN evidence_files e ON e.id = s.file_id
       JOIN loads l ON l.id = e.load_id
      WHERE s.case_id = $1 AND l.finished_at IS NOT NULL GROUP BY 1 ORDER BY 1`,
    [caseId, interfaces],
  );
  const scans: FlowScan[] = [];
  for (const { load, wanted, records } of rows.filter(({ wanted }) => wanted > 0)) {
    const table = loadTable("flow_records", load);
    const length = await blocksOf(client, table);
    if (wanted < LEAST_SHARE * records) scans.push({ table, blocks: null, interfaces });
    else
      for (let from = 0; from < length; from += BLOCKS)
        scans.push({ table, blocks: { from, to: Math.min(from + BLOCKS, length) }, interfaces: null });
  }
  return scans;
}

/** 0 for a table that is not there. */
async function blocksOf(client: pg.ClientBase, table: string): Promise<number> {
  const { rows } = await client.query<{ blocks: number }>(
    "SELECT coalesce(pg_relation_size(to_regclass($1)) / current_setting('block_size')::int, 0)::int AS blocks",
    [table],
  );
  return rows[0]?.blocks ?? 0;
}
