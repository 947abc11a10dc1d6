import { createWriteStream } from "node:fs";
import { join } from "node:path";
import { finished } from "node:stream/promises";
import { FLOW_LOG_HEADER, flowLines } from "@/bench/data/flow-log";
import { makeOnce } from "@/bench/data/make-once";
import { LINES, writeBlocks, writeGzip } from "@/bench/data/write-gzip";

export const FILES = 40;
/** Another level than the first delivery's: the same records in other bytes. */
const AGAIN_LEVEL = 3;

function* logOf(file: number, files: number, records: number): Generator<string> {
  yield FLOW_LOG_HEADER;
  for (const { log } of flowLines(file, files, records)) yield log;
}

function* rowsOf(file: number, files: number, records: number): Generator<string> {
  for (const { row } of flowLines(file, files, records)) yield row;
}

/** Records of one file of so many. */
function shareOf(records: number, file: number, files: number): number {
  return Math.floor((records * file) / files) - Math.floor((records * (file - 1)) / files);
}

const nameOf = (file: number) => `flow-${String(file).padStart(5, "0")}.log.gz`;

/** `records` flow records in gzip files as AWS would deliver them. Where they lie. */
export function flowFiles(records: number, files = FILES): Promise<string> {
  return makeOnce(`flow-${records}-in-${files}`, async (folder) => {
    for (let file = 1; file <= files; file++)
      await writeGzip(join(folder, nameOf(file)), logOf(file, files, shareOf(records, file, files)), LINES);
  });
}

/** The records of `flowFiles` as rows for one COPY. The file they stand in. */
export async function flowRows(records: number): Promise<string> {
  const folder = await makeOnce(`rows-${records}`, async (begun) => {
    const stream = createWriteStream(join(begun, "rows.tsv"), { highWaterMark: 1 << 20 });
    for (let file = 1; file <= FILES; file++)
      await writeBlocks(stream, rowsOf(file, FILES, shareOf(records, file, FILES)), LINES);
    stream.end();
    await finished(stream);
  });
  return join(folder, "rows.tsv");
}

/** A second delivery of the first files of `flowFiles`: every record of them again, in other bytes. */
export function repeatedFlowFiles(records: number, repeated: number): Promise<string> {
  return makeOnce(`flow-${records}-again-${repeated}`, async (folder) => {
    for (let file = 1; file <= repeated; file++)
      await writeGzip(
        join(folder, nameOf(file)),
        logOf(file, FILES, shareOf(records, file, FILES)),
        LINES,
        AGAIN_LEVEL,
      );
  });
}
