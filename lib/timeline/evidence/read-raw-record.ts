import { AppError } from "@/lib/core/app-error";
import { pool } from "@/lib/db/pool";
import { env } from "@/lib/env";
import { findRecordText, type RecordText } from "@/lib/formats/find-record-text";
import { findParquetText } from "@/lib/formats/parquet/find-parquet-text";
import { tellForm } from "@/lib/sources/archive/tell-form";
import { openBytes } from "@/lib/sources/open-bytes";
import { openLog } from "@/lib/sources/open-log";
import { originalPath } from "@/lib/sources/original-path";
import type { RawRecord } from "@/lib/timeline/evidence/raw-record.types";
import { TurnQueue } from "@/lib/timeline/evidence/turn-queue";

const SHOWN_CHARACTERS = 64 * 1024;
// Neighbours are read on the way: who looks at one record looks at the next one too.
const NEIGHBOURS = 40;
const KEPT_TEXTS = 400;
const KEPT_CHARACTERS = 8 * 1024;
const LONGEST_WAIT_MS = 20_000;

const turns = new TurnQueue(2);
const kept = new Map<string, RecordText>();

/**
 * The text of one record, from the stored original: the file is read up to it, whatever its size, with bounded memory.
 * Throws AppError `not-found` where the case has no such file or the file no such readable record, `unavailable` where
 * the original is gone, changed or takes too long.
 */
export async function readRawRecord(
  caseId: string,
  { fileId, record }: { fileId: number; record: number },
  { whole = false, signal }: { whole?: boolean; signal?: AbortSignal } = {},
): Promise<RawRecord> {
  const { rows } = await pool().query<{
    sha256: string;
    kind: string;
    format: string | null;
    units: number;
    name: string | null;
  }>(
    `SELECT e.sha256, e.kind, e.flow_format AS format, (e.records + e.rejected)::float8 AS units,
            (SELECT min(n.name COLLATE "C") FROM evidence_names n WHERE n.file_id = e.id) AS name
       FROM evidence_files e WHERE e.case_id = $1 AND e.id = $2`,
    [caseId, fileId],
  );
  const file = rows[0];
  if (!file || record < 1 || record > file.units) throw new AppError("not-found", "The evidence has no such record.");
  const key = `${file.sha256} ${record}`;
  const found = kept.get(key) ?? (await turns.run(() => find(file, record, signal), signal));
  if (!found) throw new AppError("unavailable", "The stored file does not hold this record any more.");
  return {
    text: whole ? found.text : found.text.slice(0, SHOWN_CHARACTERS),
    ...{ length: found.text.length, asWritten: found.asWritten, record },
    ...{ fileName: file.name ?? "", sha256: file.sha256, kind: file.kind },
  };
}

async function find(
  { sha256, format }: { sha256: string; format: string | null },
  record: number,
  signal: AbortSignal | undefined,
): Promise<RecordText | undefined> {
  const limit = AbortSignal.timeout(LONGEST_WAIT_MS);
  const stop = signal ? AbortSignal.any([signal, limit]) : limit;
  try {
    const texts = await findTexts(originalPath(env().dataDir, sha256), record, format, stop);
    for (const [number, text] of texts) if (text.text.length <= KEPT_CHARACTERS) keep(`${sha256} ${number}`, text);
    return texts.get(record);
  } catch (error) {
    if (limit.aborted) throw new AppError("unavailable", "Reading the file takes too long. Try again later.");
    signal?.throwIfAborted();
    if (error instanceof Error && "code" in error)
      throw new AppError("unavailable", "The stored file cannot be read.", { cause: error });
    throw error;
  }
}

/** The record's text and those of its neighbours, by number. */
async function findTexts(
  path: string,
  record: number,
  format: string | null,
  stop: AbortSignal,
): Promise<Map<number, RecordText>> {
  const [from, to] = [Math.max(1, record - NEIGHBOURS), record + NEIGHBOURS];
  if ((await tellForm(path)) !== "parquet")
    return findRecordText(until(openLog(path).chunks, stop), from, to, format?.split(" "));
  const bytes = await openBytes(path);
  const slice: typeof bytes.slice = async (...place) => {
    stop.throwIfAborted();
    return bytes.slice(...place);
  };
  try {
    return await findParquetText({ byteLength: bytes.byteLength, slice }, from, to);
  } finally {
    await bytes.close();
  }
}

async function* until(chunks: AsyncIterable<Uint8Array>, stop: AbortSignal): AsyncGenerator<Uint8Array, void> {
  for await (const chunk of chunks) {
    stop.throwIfAborted();
    yield chunk;
  }
}

function keep(key: string, text: RecordText): void {
  kept.delete(key);
  kept.set(key, text);
  for (const oldest of kept.keys()) {
    if (kept.size <= KEPT_TEXTS) break;
    kept.delete(oldest);
  }
}
