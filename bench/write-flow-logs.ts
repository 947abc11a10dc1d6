import { once } from "node:events";
import { createWriteStream } from "node:fs";
import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import type { Writable } from "node:stream";
import { finished } from "node:stream/promises";
import { constants, createGzip } from "node:zlib";
import { FLOW_LOG_HEADER, flowLines } from "@/bench/flow-log";

export const FILES = 40;
const BLOCK_LINES = 4096;

export interface BenchFolders {
  /** Compressed flow logs, one a file, as AWS would deliver them. */
  logs: string;
  /** The same records as rows for COPY. */
  rows: string;
}

export function benchFolders(folder: string): BenchFolders {
  return { logs: join(folder, "logs"), rows: join(folder, "rows") };
}

/** Writes `records` flow records as 40 gzip files and as rows for COPY, at constant memory. */
export async function writeFlowLogs(folder: string, records: number): Promise<void> {
  const { logs, rows } = benchFolders(folder);
  await mkdir(logs, { recursive: true });
  await mkdir(rows, { recursive: true });
  for (let file = 1; file <= FILES; file++) {
    const share = Math.floor((records * file) / FILES) - Math.floor((records * (file - 1)) / FILES);
    const name = String(file).padStart(2, "0");
    await writeOne(file, share, join(logs, `flow-${name}.log.gz`), join(rows, `${name}.tsv`));
  }
}

async function writeOne(file: number, records: number, logPath: string, rowPath: string): Promise<void> {
  const packed = createGzip({ level: constants.Z_BEST_SPEED });
  const log = createWriteStream(logPath);
  packed.pipe(log);
  const rows = createWriteStream(rowPath);
  let logBlock = [FLOW_LOG_HEADER];
  let rowBlock: string[] = [];
  for (const line of flowLines(file, FILES, records)) {
    logBlock.push(line.log);
    rowBlock.push(line.row);
    if (rowBlock.length === BLOCK_LINES) {
      await write(packed, logBlock);
      await write(rows, rowBlock);
      logBlock = [];
      rowBlock = [];
    }
  }
  await write(packed, logBlock);
  await write(rows, rowBlock);
  packed.end();
  rows.end();
  await Promise.all([finished(log), finished(rows)]);
}

async function write(stream: Writable, lines: string[]): Promise<void> {
  if (lines.length > 0 && !stream.write(`${lines.join("\n")}\n`)) await once(stream, "drain");
}
