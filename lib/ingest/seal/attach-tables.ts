import { availableParallelism } from "node:os";
import { pool, withTransaction } from "@/lib/db/pool";
import { BULK_TABLES, type BulkTable, loadTable, packTable } from "@/lib/ingest/load-tables";

/** Builders side by side, each with the server's `maintenance_work_mem`; more than a few wait for one disk. */
const MAX_BUILDERS = 4;

/**
 * Makes a load's rows part of the case: keys and indexes are built on its bare tables, several at once, then each table
 * becomes a partition. An empty table is dropped instead. A table that is attached, or gone, is left as it is, and so is
 * an index that is there from a sealing that was cut off.
 */
export async function attachTables(loadId: number): Promise<void> {
  const waiting: BulkTable[] = [];
  for (const table of BULK_TABLES) if (await isWaiting(table, loadId)) waiting.push(table);
  await buildAll([...waiting.flatMap((table) => builds(table, loadId)), ...(await packBuilds(loadId))]);
  for (const table of waiting) await attach(table, loadId);
}

async function isWaiting({ parent }: BulkTable, loadId: number): Promise<boolean> {
  const table = loadTable(parent, loadId);
  const found = await pool().query<{ partition: boolean }>(
    "SELECT relispartition AS partition FROM pg_class WHERE oid = to_regclass($1)",
    [table],
  );
  if (!found.rows[0] || found.rows[0].partition) return false;
  const rows = await pool().query(`SELECT FROM ${table} LIMIT 1`);
  if (rows.rowCount === 0) await pool().query(`DROP TABLE ${table}`);
  return rows.rowCount !== 0;
}

interface Build {
  sql: string;
  /** What its sort may hold; null for all that the server gives. */
  memory: string | null;
}

/**
 * Most rows have the same first column as another: each comparison looks the second one up, in rows that lie all over what is sorted. A sort that
 * fits the processor's cache, time and again, and merges what it sorted takes 5 to 6 s for ten million rows; one of all at once takes 8.4.
 */
const OF_FEW_VALUES = "8MB";

/** What makes a table searchable, the longest first. */
function builds({ parent, indexes }: BulkTable, loadId: number): Build[] {
  const table = loadTable(parent, loadId);
  const plain = indexes.map((on, at) => `CREATE INDEX IF NOT EXISTS ${table}_${at + 1} ON ${table} ${on}`);
  const asGiven = [
    `CREATE UNIQUE INDEX IF NOT EXISTS ${table}_key ON ${table} (record_no, file_id, load_id)`,
    ...plain.slice(1),
    `ANALYZE ${table}`,
  ];
  return [
    ...plain.slice(0, 1).map((sql) => ({ sql, memory: OF_FEW_VALUES })),
    ...asGiven.map((sql) => ({ sql, memory: null })),
  ];
}

/** What makes the packs of a load's flow records readable by interface; a load without any leaves no table. */
async function packBuilds(loadId: number): Promise<Build[]> {
  const table = packTable(loadId);
  const found = await pool().query<{ there: boolean }>("SELECT to_regclass($1) IS NOT NULL AS there", [table]);
  if (!found.rows[0]?.there) return [];
  const rows = await pool().query(`SELECT FROM ${table} LIMIT 1`);
  const sql =
    rows.rowCount === 0
      ? `DROP TABLE ${table}`
      : `CREATE INDEX IF NOT EXISTS ${table}_interface ON ${table} (interface_no)`;
  return [{ sql, memory: null }];
}

/** An index at a time keeps one core busy, and several may be built on one table at once. */
async function buildAll(waiting: Build[]): Promise<void> {
  const cores = availableParallelism();
  const builders = Math.min(waiting.length, cores, MAX_BUILDERS);
  const build = async () => {
    for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
      const { sql, memory } = next;
      await withTransaction(async (client) => {
        await client.query(`SET LOCAL max_parallel_maintenance_workers = ${cores > builders ? 1 : 0}`);
        if (memory !== null) await client.query(`SET LOCAL maintenance_work_mem = '${memory}'`);
        await client.query(sql);
      });
    }
  };
  const ends = await Promise.allSettled(Array.from({ length: builders }, build));
  for (const end of ends) if (end.status === "rejected") throw end.reason;
}

async function attach({ parent }: BulkTable, loadId: number): Promise<void> {
  const table = loadTable(parent, loadId);
  await withTransaction(async (client) => {
    await client.query(`ALTER TABLE ${table} ADD CONSTRAINT ${table}_pkey PRIMARY KEY USING INDEX ${table}_key`);
    await client.query(`ALTER TABLE ${parent} ATTACH PARTITION ${table} FOR VALUES IN (${loadId})`);
  });
}
