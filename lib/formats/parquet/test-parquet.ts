import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { DuckDBInstance } from "@duckdb/node-api";
import type { RandomBytes } from "@/lib/formats/parquet/random-bytes";
import { readParquetLog } from "@/lib/formats/parquet/read-parquet-log";
import { gather } from "@/lib/formats/test-log";

/** For tests: the bytes of a Parquet file that DuckDB writes from a query; `options` are those of its COPY. */
export async function makeParquet(query: string, options = "CODEC 'gzip'"): Promise<Uint8Array> {
  const folder = await mkdtemp(path.join(tmpdir(), "threadline-parquet-"));
  const instance = await DuckDBInstance.create(":memory:", { threads: "1" });
  try {
    const connection = await instance.connect();
    const file = path.join(folder, "log.parquet");
    await connection.run(`COPY (${query}) TO '${file}' (FORMAT parquet, ${options})`);
    connection.closeSync();
    return new Uint8Array(await readFile(file));
  } finally {
    instance.closeSync();
    await rm(folder, { recursive: true });
  }
}

export function bytesOf(content: Uint8Array): RandomBytes {
  // Slices of a Buffer share its memory.
  const plain = new Uint8Array(content);
  return {
    byteLength: plain.length,
    slice: async (start, end = plain.length) => plain.slice(Math.max(0, start), Math.max(0, end)).buffer,
  };
}

/** For tests: everything a Parquet file holds. */
export function readWholeParquet(content: Uint8Array, name = "log.parquet") {
  return gather(readParquetLog(bytesOf(content), { name }));
}
