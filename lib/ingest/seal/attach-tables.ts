import { withTransaction } from "@/lib/db/pool";
import { BULK_TABLES, type BulkTable, loadTable } from "@/lib/ingest/load-tables";

/**
 * Makes a load's rows part of the case: keys and indexes are built on its bare tables, then each becomes a partition. An
 * empty table is dropped instead. A table that is attached, or gone, is left as it is.
 */
export async function attachTables(loadId: number): Promise<void> {
  for (const table of BULK_TABLES) await attachTable(table, loadId);
}

async function attachTable({ parent, indexes }: BulkTable, loadId: number): Promise<void> {
  const table = loadTable(parent, loadId);
  await withTransaction(async (client) => {
    const found = await client.query<{ partition: boolean }>(
      "SELECT relispartition AS partition FROM pg_class WHERE oid = to_regclass($1)",
      [table],
    );
    if (!found.rows[0] || found.rows[0].partition) return;
    const rows = await client.query(`SELECT FROM ${table} LIMIT 1`);
    if (rows.rowCount === 0) {
      await client.query(`DROP TABLE ${table}`);
      return;
    }
    await client.query("SET LOCAL maintenance_work_mem = '256MB'");
    await client.query("SET LOCAL max_parallel_maintenance_workers = 2");
    await client.query(`ALTER TABLE ${table} ADD PRIMARY KEY (load_id, file_id, record_no)`);
    for (const index of indexes) await client.query(index.replace("%", table));
    await client.query(`ALTER TABLE ${parent} ATTACH PARTITION ${table} FOR VALUES IN (${loadId})`);
    await client.query(`ANALYZE ${table}`);
  });
}
