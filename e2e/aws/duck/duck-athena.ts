import { mkdirSync, readdirSync, statSync } from "node:fs";
import { join } from "node:path";
import { type DuckDBConnection, DuckDBInstance } from "@duckdb/node-api";
import { type DeclaredTable, readDdl } from "@/e2e/aws/duck/read-ddl";
import { readUnload } from "@/e2e/aws/duck/read-unload";
import { tableView } from "@/e2e/aws/duck/table-view";
import { forDuck } from "@/e2e/aws/duck/trino-functions";

export interface Answered {
  columns: string[];
  rows: (string | null)[][];
  /** Bytes of the files of all tables that were named. */
  scanned: number;
  /** Files that were written, below the folder. */
  written: string[];
}

/** Runs Athena's statements over a folder in which each bucket is a folder. For tests. */
export class DuckAthena {
  readonly databases = new Set<string>();
  readonly tables = new Map<string, DeclaredTable>();
  readonly #folder: string;
  readonly #instance: DuckDBInstance;
  readonly #connection: DuckDBConnection;

  private constructor(folder: string, instance: DuckDBInstance, connection: DuckDBConnection) {
    this.#folder = folder;
    this.#instance = instance;
    this.#connection = connection;
  }

  static async open(folder: string): Promise<DuckAthena> {
    const instance = await DuckDBInstance.create(":memory:", { threads: "2" });
    const connection = await instance.connect();
    await connection.run("CREATE TYPE ipaddress AS VARCHAR");
    return new DuckAthena(folder, instance, connection);
  }

  close(): void {
    this.#connection.closeSync();
    this.#instance.closeSync();
  }

  /** Throws what DuckDB says of a statement that is wrong. */
  async run(statement: string): Promise<Answered> {
    const nothing: Answered = { columns: [], rows: [], scanned: 0, written: [] };
    const [, database] = /^CREATE DATABASE IF NOT EXISTS `([a-z0-9_]+)`$/.exec(statement) ?? [];
    if (database !== undefined) {
      this.databases.add(database);
      return nothing;
    }
    if (statement.startsWith("CREATE EXTERNAL TABLE")) {
      const table = readDdl(statement);
      if (!this.databases.has(table.database))
        throw new Error(`SemanticException: Database does not exist: ${table.database}`);
      this.tables.set(`${table.database}.${table.name}`, table);
      await this.#connection.run(`CREATE SCHEMA IF NOT EXISTS "${table.database}"`);
      return nothing;
    }
    const unload = readUnload(statement);
    const select = unload?.select ?? statement;
    const scanned = await this.#openTables(select);
    if (unload) {
      const folder = join(this.#folder, unload.target.slice("s3://".length));
      mkdirSync(folder, { recursive: true });
      const file = join(folder, "part-0.parquet");
      await this.#connection.run(`COPY (${forDuck(select)}) TO '${file}' (FORMAT parquet, CODEC 'gzip')`);
      return { ...nothing, scanned, written: [file.slice(this.#folder.length + 1)] };
    }
    const answer = await this.#connection.runAndReadAll(forDuck(select));
    return {
      ...{ columns: answer.columnNames(), scanned, written: [] },
      rows: answer.getRows().map((row) => row.map((cell) => (cell === null ? null : String(cell)))),
    };
  }

  /** Makes each named table anew over the files that are there now. */
  async #openTables(select: string): Promise<number> {
    let scanned = 0;
    for (const table of this.tables.values()) {
      if (!select.includes(`"${table.database}"."${table.name}"`)) continue;
      const root = join(this.#folder, table.location.slice("s3://".length));
      const template = table.properties["storage.location.template"] ?? "";
      const part = /\/(vpcflowlogs|vpcdnsquerylogs|CloudTrail|aws-service=vpcflowlogs)\//.exec(template)?.[1] ?? "";
      const files = filesBelow(root).filter((file) => part === "" || file.includes(`/${part}/`));
      for (const file of files) scanned += statSync(file).size;
      await this.#connection.run(tableView(table, files, this.#folder));
    }
    return scanned;
  }
}

function filesBelow(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .sort();
}
