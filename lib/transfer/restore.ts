import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { createGunzip } from "node:zlib";
import pg from "pg";
import { from as copyFrom } from "pg-copy-streams";
import { appendAuditEntry } from "@/lib/audit/append-entry";
import { OPERATOR } from "@/lib/auth/person";
import { AppError } from "@/lib/core/app-error";
import { inTransaction } from "@/lib/db/client";
import { pool } from "@/lib/db/pool";
import { env } from "@/lib/env";
import { createLoadTables, loadTable, minuteTable } from "@/lib/ingest/load-tables";
import { attachTables } from "@/lib/ingest/seal/attach-tables";
import { hashPlace } from "@/lib/sources/hash-original";
import { originalPlace } from "@/lib/sources/original-path";
import { BackupHeader, SECRETS, secretEntry, tableOfEntry } from "@/lib/transfer/backup-layout";
import { keepOriginal } from "@/lib/transfer/keep-original";
import { HEADER, hashOfEntry } from "@/lib/transfer/pack-layout";
import { jsonOf, type PackEntry, readPack, refused } from "@/lib/transfer/read-pack";
import { readMigrationNames } from "@/lib/transfer/read-tables";
import { withoutTriggers } from "@/lib/transfer/without-triggers";

export interface RestoreProgress {
  step: string;
  entries: number;
}

export interface RestoreResult {
  tables: number;
  originals: number;
  /** Hashes of originals that the backup names and that are not here; with those in the backup, none. */
  missing: string[];
}

interface RestoreOptions {
  path: string;
  signal?: AbortSignal;
  onProgress?: (progress: RestoreProgress) => void;
}

/**
 * Makes an empty installation what the backup was taken of. All tables come in one transaction, which is committed when the
 * manifest was held against everything; then loads' tables get their indexes. Sessions are not in it, so everyone signs in
 * again. Throws AppError `conflict` for an installation that is not empty, and `invalid` for a file that is no whole backup
 * or is of another version.
 */
export async function restore({ path, signal, onProgress }: RestoreOptions): Promise<RestoreResult> {
  const client = new pg.Client({ connectionString: env().ownerDatabaseUrl, application_name: "threadline restore" });
  client.on("error", () => undefined);
  await client.connect();
  const appRole = await roleOfApp();
  try {
    await client.query("BEGIN");
    await checkEmpty(client);
    let header: BackupHeader | null = null;
    let named: string[] = [];
    const secrets = new Map<string, Buffer>();
    const result: RestoreResult = { tables: 0, originals: 0, missing: [] };
    const seen = new Set<string>();
    let entries = 0;
    let enable: () => Promise<void> = async () => undefined;
    for await (const entry of readPack(path)) {
      signal?.throwIfAborted();
      entries += 1;
      onProgress?.({ step: entry.name, entries });
      if (entry.name === HEADER) {
        header = await readHeader(client, entry);
        await empty(client, header);
        await makeLoadTables(client, header, appRole);
        enable = await withoutTriggers(
          client,
          header.tables.map(({ name }) => name),
        );
        continue;
      }
      if (!header) throw refused("it does not begin with a header");
      const table = tableOfEntry(entry.name);
      const sha256 = hashOfEntry(entry.name);
      if (table !== null) {
        await copyIn(client, header, table, entry);
        seen.add(table);
      } else if (sha256 !== null) {
        await keepOriginal(sha256, entry.chunks(), signal);
        result.originals += 1;
      } else if (entry.name === "originals.json") named = readNamed(await entry.whole());
      else {
        const secret = SECRETS.find((name) => secretEntry(name) === entry.name);
        if (secret === undefined) throw refused(`it holds ${entry.name}`);
        secrets.set(secret, await entry.whole());
      }
    }
    if (!header) throw refused("it is empty");
    await enable();
    await setSequences(client, header);
    await checkCounts(client, header, result.originals);
    for (const [name, bytes] of secrets) await writeFile(join(env().dataDir, name), bytes, { mode: 0o600 });
    await client.query("COMMIT");
    for (const load of new Set(header.loads.filter(({ attached }) => attached).map(({ load }) => load)))
      await attachTables(load);
    await pool().query("ANALYZE");
    for (const hash of named) if (!(await isHere(hash))) result.missing.push(hash);
    await tell(header);
    return { ...result, tables: seen.size };
  } catch (error) {
    await client.query("ROLLBACK").catch(() => undefined);
    throw error;
  } finally {
    await client.end().catch(() => undefined);
  }
}

/** Tables that the app makes and drops are to be its own. */
async function roleOfApp(): Promise<string> {
  const { rows } = await pool().query<{ role: string }>("SELECT current_user AS role");
  return rows[0]?.role ?? "";
}

async function checkEmpty(client: pg.Client): Promise<void> {
  const { rows } = await client.query<{ filled: boolean }>(
    `SELECT EXISTS (SELECT FROM users) OR EXISTS (SELECT FROM cases) OR EXISTS (SELECT FROM audit_entries)
            OR EXISTS (SELECT FROM purges) AS filled`,
  );
  if (rows[0]?.filled)
    throw new AppError(
      "conflict",
      "This installation is not empty: restore into a new data folder, or a new database.",
    );
}

async function readHeader(client: pg.Client, entry: PackEntry): Promise<BackupHeader> {
  const header = BackupHeader.safeParse(jsonOf(HEADER, await entry.whole()));
  if (!header.success)
    throw refused("it is no backup of an installation, or one of a version that this one does not know");
  const here = await readMigrationNames(client);
  const there = header.data.migrations;
  const unknown = there.filter((name) => !here.includes(name));
  if (unknown.length > 0) throw refused("it was made by a newer version: restore it with that one");
  if (there.length !== here.length)
    throw refused("it was made by an older version: restore it with that one, which this one then brings up to date");
  const known = await client.query<{ name: string; columns: string[] }>(
    `SELECT c.relname AS name, array_agg(a.attname::text) AS columns FROM pg_class c
       JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
      WHERE c.relnamespace = 'public'::regnamespace AND c.relkind = 'r' GROUP BY c.relname`,
  );
  const columnsOf = new Map(known.rows.map(({ name, columns }) => [name, new Set(columns)]));
  for (const { name, columns } of header.data.tables) {
    const own = columnsOf.get(name);
    if (!own || columns.some((column) => !own.has(column)))
      throw refused(`it has a table ${name} that is not as it is here`);
  }
  return header.data;
}

/** What the migrations put in comes from the backup, too. */
async function empty(client: pg.Client, { tables }: BackupHeader): Promise<void> {
  for (const { name } of tables.toReversed())
    if (name !== "audit_entries") await client.query(`DELETE FROM ${pg.escapeIdentifier(name)}`);
  await client.query("DELETE FROM setup_tokens");
}

async function makeLoadTables(client: pg.Client, { loads }: BackupHeader, appRole: string): Promise<void> {
  await client.query(`SET LOCAL ROLE ${pg.escapeIdentifier(appRole)}`);
  for (const load of new Set(loads.map(({ load }) => load))) {
    await createLoadTables(client, load);
    await client.query(`DROP TABLE ${minuteTable(load)}`);
  }
  await client.query("RESET ROLE");
}

async function copyIn(client: pg.Client, header: BackupHeader, table: string, entry: PackEntry): Promise<void> {
  const plain = header.tables.find(({ name }) => name === table);
  const bulk = header.loads.some(({ parent, load }) => loadTable(parent, load) === table);
  if (!plain && !bulk) throw refused(`it holds rows of ${table}, which its header does not name`);
  const columns = plain ? `(${plain.columns.map((column) => pg.escapeIdentifier(column)).join(", ")})` : "";
  const rows = client.query(copyFrom(`COPY ${pg.escapeIdentifier(table)} ${columns} FROM STDIN`));
  await pipeline(Readable.from(entry.chunks(), { objectMode: false }), createGunzip(), rows).catch((error: Error) => {
    if ("code" in error && String(error.code).startsWith("Z_")) throw refused(`${entry.name} cannot be inflated`);
    throw error;
  });
}

async function setSequences(client: pg.Client, { sequences }: BackupHeader): Promise<void> {
  for (const { name, last } of sequences)
    await client.query("SELECT setval(format('public.%I', $1::text)::regclass, $2::bigint)", [name, last]);
}

async function checkCounts(client: pg.Client, { originals }: BackupHeader, found: number): Promise<void> {
  if (originals.included && originals.files !== found) throw refused("not all of its originals are in it");
  const { rows } = await client.query<{ files: number }>(
    "SELECT count(DISTINCT sha256)::float8 AS files FROM evidence_files WHERE reference_path IS NULL",
  );
  if (rows[0]?.files !== originals.files) throw refused("its tables name other originals than it says");
}

function readNamed(bytes: Buffer): string[] {
  const named = jsonOf("originals.json", bytes);
  if (!Array.isArray(named)) throw refused("originals.json is no list");
  return named.map(({ sha256 }: { sha256?: unknown }) => {
    if (typeof sha256 !== "string" || !/^[0-9a-f]{64}$/.test(sha256)) throw refused("originals.json names no hash");
    return sha256;
  });
}

async function isHere(sha256: string): Promise<boolean> {
  return hashPlace(originalPlace(env().dataDir, sha256)).then(
    (found) => found.sha256 === sha256,
    () => false,
  );
}

async function tell({ madeAt, originals }: BackupHeader): Promise<void> {
  await inTransaction((transaction) =>
    appendAuditEntry(transaction, {
      ...{ actor: OPERATOR, action: "installation.restored", caseId: null, subject: null },
      detail: { backupOf: madeAt, originals: originals.files, withOriginals: originals.included },
    }),
  );
}
