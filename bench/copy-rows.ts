import { createReadStream } from "node:fs";
import { readdir } from "node:fs/promises";
import { availableParallelism } from "node:os";
import { join } from "node:path";
import { pipeline } from "node:stream/promises";
import { from as copyFrom } from "pg-copy-streams";
import { pool } from "@/lib/db/pool";
import { FLOW_COLUMNS } from "@/lib/ingest/rows/flow-row";

const MAX_CONNECTIONS = 4;

/**
 * What the load is measured against: the same rows, ready for COPY, into a bare table of the same columns, over as many
 * connections as a load has threads, one transaction a file. Nothing is parsed, indexed or summed up. Seconds it took.
 */
export async function copyRows(folder: string): Promise<number> {
  const files = (await readdir(folder)).sort();
  await pool().query("DROP TABLE IF EXISTS bench_rows");
  await pool().query("CREATE TABLE bench_rows (LIKE flow_records INCLUDING DEFAULTS)");
  const startedAt = performance.now();
  const connections = Math.min(files.length, availableParallelism(), MAX_CONNECTIONS);
  await Promise.all(Array.from({ length: connections }, () => copyNext(folder, files)));
  const seconds = (performance.now() - startedAt) / 1000;
  await pool().query("DROP TABLE bench_rows");
  return seconds;
}

async function copyNext(folder: string, files: string[]): Promise<void> {
  const client = await pool().connect();
  try {
    for (let file = files.shift(); file !== undefined; file = files.shift()) {
      const rows = createReadStream(join(folder, file), { highWaterMark: 1 << 18 });
      await pipeline(rows, client.query(copyFrom(`COPY bench_rows (${FLOW_COLUMNS.join(", ")}) FROM STDIN`)));
    }
  } finally {
    client.release();
  }
}
