import { createReadStream } from "node:fs";
import { pipeline } from "node:stream/promises";
import { from as copyFrom } from "pg-copy-streams";
import { pool } from "@/lib/db/pool";
import { FLOW_COLUMNS } from "@/lib/ingest/rows/flow-row";

/**
 * What a load is measured against: the same rows, ready for COPY, into a bare table of the same columns. Nothing is
 * inflated, parsed, hashed, kept, indexed, compared or summed up. Seconds it took.
 *
 * @param connections 1 for one COPY of the whole file; with more, each copies its part of it
 */
export async function copyRows(path: string, parts: { start: number; end: number }[]): Promise<number> {
  await pool().query("DROP TABLE IF EXISTS bench_rows");
  await pool().query("CREATE TABLE bench_rows (LIKE flow_records INCLUDING DEFAULTS)");
  const startedAt = performance.now();
  await Promise.all(parts.map((part) => copyPart(path, part)));
  const seconds = (performance.now() - startedAt) / 1000;
  await pool().query("DROP TABLE bench_rows");
  return seconds;
}

async function copyPart(path: string, part: { start: number; end: number }): Promise<void> {
  const client = await pool().connect();
  try {
    const rows = createReadStream(path, { highWaterMark: 1 << 18, ...part });
    await pipeline(rows, client.query(copyFrom(`COPY bench_rows (${FLOW_COLUMNS.join(", ")}) FROM STDIN`)));
  } finally {
    client.release();
  }
}
