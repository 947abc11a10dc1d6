import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { gzip } from "node:zlib";
import pg from "pg";
import { to as copyTo } from "pg-copy-streams";
import { appendAuditEntry } from "@/lib/audit/append-entry";
import { OPERATOR } from "@/lib/auth/person";
import { inTransaction } from "@/lib/db/client";
import { env } from "@/lib/env";
import { holdOriginals } from "@/lib/ingest/load-lock";
import { BULK_TABLES, type BulkTable, loadTable } from "@/lib/ingest/load-tables";
import { originalPlace } from "@/lib/sources/original-path";
import { addOriginal } from "@/lib/transfer/add-original";
import {
  BACKUP_FORMAT,
  type BackupHeader,
  PART_BYTES,
  SECRETS,
  secretEntry,
  tablePart,
} from "@/lib/transfer/backup-layout";
import { HEADER } from "@/lib/transfer/pack-layout";
import { type PackWriter, packToFile } from "@/lib/transfer/pack-writer";
import { readMigrationNames, readTables } from "@/lib/transfer/read-tables";

/** Tables are copied side by side, all as of one snapshot. */
const COPIERS = 2;
const compress = promisify(gzip);

export interface BackupProgress {
  /** What is copied now: a table, or originals. */
  step: string;
  bytesDone: number;
}

export interface BackupResult {
  tables: number;
  originals: number;
  originalBytes: number;
}

interface BackupOptions {
  path: string;
  withOriginals: boolean;
  signal?: AbortSignal;
  onProgress?: (progress: BackupProgress) => void;
}

interface Original {
  sha256: string;
  size: number;
}

/**
 * Writes the whole installation into one tar: every table as of one moment, originals, and the secrets that it is itself
 * by. Loads may go on meanwhile: what they commit later is not in it, and no original is removed before it ends. Throws
 * file system errors, StoreFault, and what the signal was aborted with; leaves nothing half written behind.
 */
export async function backup(options: BackupOptions): Promise<BackupResult> {
  await inTransaction((transaction) =>
    appendAuditEntry(transaction, {
      ...{ actor: OPERATOR, action: "installation.backed-up", caseId: null, subject: null },
      detail: { withOriginals: options.withOriginals },
    }),
  );
  const clients = await Promise.all(Array.from({ length: COPIERS }, connect));
  try {
    return await packToFile(options.path, (writer) => writeAll(writer, clients, options));
  } finally {
    await Promise.all(clients.map((client) => client.end().catch(() => undefined)));
  }
}

async function writeAll(
  writer: PackWriter,
  clients: pg.Client[],
  { withOriginals, signal, onProgress }: BackupOptions,
): Promise<BackupResult> {
  const [first] = clients;
  if (!first) throw new Error("no connection");
  // Before the snapshot: an original that a row of it names is not removed then.
  await holdOriginals(first);
  const snapshot = await begin(first);
  for (const other of clients.slice(1)) await joinSnapshot(other, snapshot);
  const tables = await readTables(first);
  const loads = await lockLoads(first);
  const originals = await listOriginals(first);
  const originalBytes = originals.reduce((sum, { size }) => sum + size, 0);
  const header: BackupHeader = {
    ...{ format: BACKUP_FORMAT, version: 1, madeAt: new Date().toISOString() },
    ...{ migrations: await readMigrationNames(first), tables, loads, sequences: await readSequences(first) },
    originals: { included: withOriginals, files: originals.length, bytes: originalBytes },
  };
  await writer.addJson(HEADER, header);
  await addSecrets(writer);
  const plain = tables.map(({ name, columns }) => ({ table: name, columns: `(${columns.map(quoted).join(", ")})` }));
  const bulk = loads.map(({ parent, load }) => ({ table: loadTable(parent, load), columns: "" }));
  let bytesDone = 0;
  // A load that attaches its table waits for the lock on it, and whoever asks for that table next waits behind the load: bulk
  // tables are copied by the connection that has them locked.
  const next = (client: pg.Client) => (client === first ? (bulk.shift() ?? plain.shift()) : plain.shift());
  const copyAll = async (client: pg.Client) => {
    for (let copy = next(client); copy !== undefined; copy = next(client)) {
      const { table, columns } = copy;
      await copyTable(client, writer, `COPY ${table} ${columns} TO STDOUT`, table, (bytes) => {
        signal?.throwIfAborted();
        bytesDone += bytes;
        onProgress?.({ step: table, bytesDone });
      });
    }
  };
  const total = plain.length + bulk.length;
  await Promise.all(clients.map(copyAll));
  if (!withOriginals) await writer.addJson("originals.json", originals);
  for (const { sha256, size } of withOriginals ? originals : []) {
    signal?.throwIfAborted();
    await addOriginal(writer, { sha256, size }, originalPlace(env().dataDir, sha256));
    bytesDone += size;
    onProgress?.({ step: "originals", bytesDone });
  }
  return { tables: total, originals: originals.length, originalBytes };
}

async function connect(): Promise<pg.Client> {
  const client = new pg.Client({ connectionString: env().ownerDatabaseUrl, application_name: "threadline backup" });
  client.on("error", () => undefined);
  await client.connect();
  // A load that holds a table and waits for another one that is locked here would be waited for without an end.
  await client.query("SET lock_timeout = '20s'");
  return client;
}

async function begin(client: pg.Client): Promise<string> {
  await client.query("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY");
  const { rows } = await client.query<{ snapshot: string }>("SELECT pg_export_snapshot() AS snapshot");
  return rows[0]?.snapshot ?? "";
}

async function joinSnapshot(client: pg.Client, snapshot: string): Promise<void> {
  await client.query("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY");
  await client.query(`SET TRANSACTION SNAPSHOT ${pg.escapeLiteral(snapshot)}`);
}

/** The bulk tables that the snapshot knows of, locked so that none of them is dropped before it is copied. */
async function lockLoads(client: pg.Client): Promise<BackupHeader["loads"]> {
  const { rows } = await client.query<{ name: string; attached: boolean }>(
    `SELECT relname AS name, relispartition AS attached FROM pg_class
      WHERE relnamespace = 'public'::regnamespace AND relkind = 'r' AND relname ~ '^(flow_records|dns_queries|api_calls)_l[0-9]+$'
      ORDER BY relname`,
  );
  const loads = rows.map(({ name, attached }) => {
    const at = name.lastIndexOf("_l");
    const parent = BULK_TABLES.find((table) => table.parent === name.slice(0, at))?.parent as BulkTable["parent"];
    return { parent, load: Number(name.slice(at + 2)), attached };
  });
  for (const { parent, load } of loads)
    await client.query(`LOCK TABLE ${loadTable(parent, load)} IN ACCESS SHARE MODE`);
  return loads;
}

/** Those that are kept in the store; what was loaded by reference stays where it is. */
async function listOriginals(client: pg.Client): Promise<Original[]> {
  const { rows } = await client.query<Original>(
    `SELECT sha256, max(size)::float8 AS size FROM evidence_files WHERE reference_path IS NULL GROUP BY sha256 ORDER BY sha256`,
  );
  return rows;
}

/** Numbers only ever grow, so that what is read after the snapshot is beyond all that it holds. */
async function readSequences(client: pg.Client): Promise<BackupHeader["sequences"]> {
  const { rows } = await client.query<{ name: string; last: string }>(
    "SELECT sequencename AS name, last_value::text AS last FROM pg_sequences WHERE schemaname = 'public' AND last_value IS NOT NULL ORDER BY 1",
  );
  return rows;
}

async function addSecrets(writer: PackWriter): Promise<void> {
  for (const name of SECRETS) {
    const file = join(env().dataDir, name);
    if (existsSync(file)) await writer.addBytes(secretEntry(name), await readFile(file));
  }
}

async function copyTable(
  client: pg.Client,
  writer: PackWriter,
  sql: string,
  table: string,
  onBytes: (bytes: number) => void,
): Promise<void> {
  let parts = 0;
  let held: Buffer[] = [];
  let size = 0;
  const write = async () => {
    parts += 1;
    const bytes = Buffer.concat(held);
    held = [];
    size = 0;
    await writer.addBytes(tablePart(table, parts), await compress(bytes, { level: 6 }));
    onBytes(bytes.length);
  };
  for await (const chunk of client.query(copyTo(sql)) as AsyncIterable<Buffer>) {
    held.push(chunk);
    size += chunk.length;
    if (size >= PART_BYTES) await write();
  }
  if (size > 0) await write();
}

function quoted(column: string): string {
  return pg.escapeIdentifier(column);
}
