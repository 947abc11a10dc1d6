import type pg from "pg";

export interface BulkTable {
  parent: "flow_records" | "dns_queries" | "api_calls";
  /** What the indexes of a sealed load's table are on, beside its primary key; the one that takes longest first. */
  indexes: readonly string[];
}

/**
 * The partitioned tables, each with what a sealed partition is searched by. Addresses have no index: one lookup by address
 * reads a whole case either way, and a GIN index would cost more than the copy itself.
 */
export const BULK_TABLES: readonly BulkTable[] = [
  {
    parent: "flow_records",
    indexes: [
      "(interface_no, start_at)",
      "USING brin (start_at)",
      "(interface_no, file_id) WHERE duplicate OR (shape & 8) <> 0",
    ],
  },
  {
    parent: "dns_queries",
    // What an instance asked is counted, by time and by name, out of the first index alone.
    indexes: ["(asker_no, at) INCLUDE (name_no, load_id, duplicate)", "(at)", "(file_id) WHERE duplicate"],
  },
  {
    parent: "api_calls",
    indexes: [
      "(at)",
      "(principal_no, at)",
      "(event_id)",
      "(file_id) WHERE duplicate",
      "(at) WHERE issued_arn IS NOT NULL OR issued_key_id IS NOT NULL",
      "(replaces_event_id) WHERE replaces_event_id IS NOT NULL",
      // What `lib/investigate/coverage.ts` asks for, word by word: first and last call of each trail.
      "((coalesce(account_id, 'unknown') || '/' || region), at) WHERE category IN ('management', 'data', 'network-activity')",
    ],
  },
];

/** Name of a load's table: letters and a number, safe to stand in SQL. */
export function loadTable(parent: BulkTable["parent"], loadId: number): string {
  if (!Number.isSafeInteger(loadId) || loadId < 1) throw new Error(`not a load: ${loadId}`);
  return `${parent}_l${loadId}`;
}

/**
 * Name of the table with a load's flow records in short, for summing them up (`lib/ingest/sums/flow-packs.ts`). It is no partition and has no log:
 * a server that fell empties it, a backup leaves it out, and a load of an earlier version has none.
 */
export function packTable(loadId: number): string {
  return loadTable("flow_records", loadId).replace("records", "packs");
}

/**
 * Name of the table with a load's flow records added up by minute while they were read (`lib/ingest/minutes/flow-minutes.ts`). It has no log either, and is
 * there until the load is sealed.
 */
export function minuteTable(loadId: number): string {
  return loadTable("flow_records", loadId).replace("records", "minutes");
}

/** Makes the bare tables of a load; those that are there already stay. */
export async function createLoadTables(client: pg.ClientBase, loadId: number): Promise<void> {
  for (const { parent } of BULK_TABLES) {
    const table = loadTable(parent, loadId);
    await client.query(
      `CREATE TABLE IF NOT EXISTS ${table}
         (LIKE ${parent} INCLUDING DEFAULTS, CONSTRAINT ${table}_load CHECK (load_id = ${loadId}))`,
    );
  }
  const [packs, minutes] = [packTable(loadId), minuteTable(loadId)];
  const found = await client.query<{ packs: boolean }>("SELECT to_regclass($1) IS NOT NULL AS packs", [packs]);
  // At once: a table that is there has been set right.
  if (!found.rows[0]?.packs)
    await client.query(
      `CREATE UNLOGGED TABLE ${packs}
         (interface_no int NOT NULL, records int NOT NULL, kind smallint NOT NULL, pack bytea NOT NULL);
       ALTER TABLE ${packs} ALTER COLUMN pack SET STORAGE EXTERNAL`,
    );
  await client.query(
    `CREATE UNLOGGED TABLE IF NOT EXISTS ${minutes}
       (interface_no int NOT NULL, minute timestamptz NOT NULL, own inet, other inet, bytes_out float8 NOT NULL,
        bytes_in float8 NOT NULL, packets_out float8 NOT NULL, packets_in float8 NOT NULL, accepted int NOT NULL,
        rejected int NOT NULL, last_end timestamptz NOT NULL)`,
  );
}

/** Drops the rows of a load at once, sealed or not. */
export async function dropLoadTables(run: (sql: string) => Promise<unknown>, loadId: number): Promise<void> {
  for (const { parent } of BULK_TABLES) await run(`DROP TABLE IF EXISTS ${loadTable(parent, loadId)}`);
  await run(`DROP TABLE IF EXISTS ${packTable(loadId)}`);
  await run(`DROP TABLE IF EXISTS ${minuteTable(loadId)}`);
}
