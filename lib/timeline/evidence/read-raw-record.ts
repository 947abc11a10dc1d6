import { AppError } from "@/lib/core/app-error";
import { checkReference, type KeptOriginal } from "@/lib/custody/check-original";
import { deservesCopy } from "@/lib/custody/record-copy/make-record-copies";
import { readRecordCopy } from "@/lib/custody/record-copy/read-record-copy";
import { pool } from "@/lib/db/pool";
import { env } from "@/lib/env";
import { findRecordText, type RecordText } from "@/lib/formats/find-record-text";
import { findParquetText } from "@/lib/formats/parquet/find-parquet-text";
import { enqueueRecordCopies } from "@/lib/jobs/copy-job";
import { tellForm } from "@/lib/sources/archive/tell-form";
import { openBytes } from "@/lib/sources/open-bytes";
import { openLog } from "@/lib/sources/open-log";
import { openPlace } from "@/lib/sources/open-place";
import { evidencePath } from "@/lib/sources/original-path";
import { StoreFault } from "@/lib/sources/store/store-fault";
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
 * The text of one record: from the copy of its records where there is one, else from the original, which is read up to it
 * with bounded memory.
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
    blank: number;
    headers: number;
    name: string | null;
    size: number;
    referencePath: string | null;
    referenceMtimeMs: number | null;
  }>(
    `SELECT e.sha256, e.kind, e.size::float8 AS size, e.reference_path AS "referencePath",
            e.reference_mtime_ms::float8 AS "referenceMtimeMs", e.flow_format AS format, (e.records + e.rejected)::float8 AS units,
            e.blank::float8 AS blank, e.headers::float8 AS headers,
            (SELECT min(n.name COLLATE "C") FROM evidence_names n WHERE n.file_id = e.id) AS name
       FROM evidence_files e WHERE e.case_id = $1 AND e.id = $2`,
    [caseId, fileId],
  );
  const file = rows[0];
  if (!file || record < 1 || record > file.units) throw new AppError("not-found", "The evidence has no such record.");
  if (file.kind === "archive") throw new AppError("not-found", "An archive has no records: the files inside it have.");
  const key = keyOf(file, record);
  const inMind = kept.get(key);
  // What was read before does not stand in for a file that others may have changed since.
  if (inMind && file.referencePath !== null) await checkThere(file, signal);
  const found = inMind ?? (await turns.run(() => find(fileId, file, record, signal), signal));
  if (!found) throw await whyMissing(fileId, record);
  return {
    text: whole ? found.text : found.text.slice(0, SHOWN_CHARACTERS),
    ...{ length: found.text.length, asWritten: found.asWritten, record },
    ...{ fileName: file.name ?? "", sha256: file.sha256, kind: file.kind },
  };
}

/** A record that was rejected has no text of its own: what stood there is kept, cut, beside the reason. */
async function whyMissing(fileId: number, record: number): Promise<AppError> {
  const { rows } = await pool().query<{ record: number; reason: string }>(
    "SELECT record_no AS record, reason FROM rejections WHERE file_id = $1 AND record_no <= $2 ORDER BY record_no DESC LIMIT 1",
    [fileId, record],
  );
  // A stretch that could not be read is told of once, by its first record.
  if (rows[0] && rows[0].record < record)
    return new AppError(
      "not-found",
      `This record could not be read, as it seems: record ${rows[0].record} was rejected, and maybe those after it: ${rows[0].reason}.`,
    );
  return rows[0]
    ? new AppError(
        "not-found",
        `This record was rejected: ${rows[0].reason}. The file's rejected records show what stood there.`,
      )
    : new AppError("unavailable", "The stored file does not hold this record any more.");
}

type RawFile = KeptOriginal & { kind: string; format: string | null; units: number; blank: number; headers: number };

async function find(
  fileId: number,
  file: RawFile,
  record: number,
  signal: AbortSignal | undefined,
): Promise<RecordText | undefined> {
  const limit = AbortSignal.timeout(LONGEST_WAIT_MS);
  const stop = signal ? AbortSignal.any([signal, limit]) : limit;
  const { sha256, format } = file;
  try {
    await checkThere(file, stop);
    const copied = await readRecordCopy(env().dataDir, sha256, record, format?.split(" ") ?? null);
    if (copied?.has(record)) return copied.get(record);
    // The next look at it is quick.
    if (copied === null && deservesCopy(file)) void enqueueRecordCopies({ fileId }).catch(() => undefined);
    const texts = await findTexts(evidencePath(env().dataDir, file), record, file, stop);
    for (const [number, text] of texts) if (text.text.length <= KEPT_CHARACTERS) keep(keyOf(file, number), text);
    return texts.get(record);
  } catch (error) {
    if (limit.aborted) throw new AppError("unavailable", "Reading the file takes too long. Try again later.");
    signal?.throwIfAborted();
    if (error instanceof StoreFault && error.code !== "ENOENT")
      throw new AppError("unavailable", error.message, { cause: error });
    if (error instanceof Error && "code" in error && !(error instanceof AppError))
      throw new AppError("unavailable", "The stored file cannot be read.", { cause: error });
    throw error;
  }
}

/** A copy of its records does not stand in for an original that is gone, moved or changed. */
async function checkThere(file: RawFile, signal?: AbortSignal): Promise<void> {
  const changed = await checkReference(file, signal);
  if (changed) throw new AppError("unavailable", `The original is not what was loaded: ${changed.reason}.`);
  const original = await openPlace(evidencePath(env().dataDir, file));
  await original.close();
}

/** The record's text and those of its neighbours, by number. */
async function findTexts(
  path: string,
  record: number,
  { format, blank, headers }: RawFile,
  stop: AbortSignal,
): Promise<Map<number, RecordText>> {
  const [from, to] = [Math.max(1, record - NEIGHBOURS), record + NEIGHBOURS];
  if ((await tellForm(path)) !== "parquet")
    return findRecordText(until(openLog(path).chunks, stop), from, to, {
      flowColumns: format?.split(" "),
      beside: { blank, headers },
    });
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

/** What a record is depends on how the file was read: a header-less flow log has other columns once its format is given. */
function keyOf({ sha256, kind, format }: RawFile, record: number): string {
  return JSON.stringify([sha256, kind, format, record]);
}

function keep(key: string, text: RecordText): void {
  kept.delete(key);
  kept.set(key, text);
  for (const oldest of kept.keys()) {
    if (kept.size <= KEPT_TEXTS) break;
    kept.delete(oldest);
  }
}
