import { existsSync } from "node:fs";
import { mkdir, rm } from "node:fs/promises";
import { dirname, join } from "node:path";
import type { DuckDBConnection, DuckDBInstance } from "@duckdb/node-api";
import { env } from "@/lib/env";

const THREADS = 2;

const quoted = (text: string) => `'${text.replaceAll("'", "''")}'`;

/** DuckDB's own file for so many records. */
export function duckPath(records: number): string {
  return join(env().dataDir, "duckdb", `flows-${records}.duckdb`);
}

export async function openDuck(path: string): Promise<DuckDBInstance> {
  // Loaded here alone: in every process of the benchmark it would count as that process's memory.
  const { DuckDBInstance: Instance } = await import("@duckdb/node-api");
  await mkdir(dirname(path), { recursive: true });
  return Instance.create(path, { threads: String(THREADS) });
}

/** Makes DuckDB's table `flows` out of the same gzip files, in its own file. Seconds until it is on disk. */
export async function loadDuck(folder: string, records: number): Promise<number> {
  const path = duckPath(records);
  for (const old of [path, `${path}.wal`]) await rm(old, { force: true });
  const instance = await openDuck(path);
  const connection = await instance.connect();
  try {
    const startedAt = performance.now();
    await connection.run(
      `CREATE TABLE flows AS SELECT * FROM read_csv(${quoted(join(folder, "*.gz"))}, delim = ' ', header = true, nullstr = '-')`,
    );
    await connection.run("CHECKPOINT");
    const seconds = (performance.now() - startedAt) / 1000;
    const [[count] = []] = await rowsOf(connection, "SELECT count(*) FROM flows");
    if (Number(count) !== records) throw new Error(`DuckDB read ${count} records, not ${records}`);
    return seconds;
  } finally {
    connection.closeSync();
    instance.closeSync();
  }
}

/** Makes DuckDB's table unless an earlier run left it. */
export async function keepDuck(folder: string, records: number): Promise<void> {
  if (!existsSync(duckPath(records))) await loadDuck(folder, records);
}

export async function rowsOf(connection: DuckDBConnection, sql: string) {
  return (await connection.runAndReadAll(sql)).getRows();
}
