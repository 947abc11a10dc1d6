import { checkOriginal, type KeptOriginal } from "@/lib/custody/check-original";
import { pool } from "@/lib/db/pool";
import { env } from "@/lib/env";
import { type RecordText, readRecordTexts } from "@/lib/formats/find-record-text";
import { findParquetText } from "@/lib/formats/parquet/find-parquet-text";
import { tellForm } from "@/lib/sources/archive/tell-form";
import { openBytes } from "@/lib/sources/open-bytes";
import { openLog } from "@/lib/sources/open-log";
import { evidencePath } from "@/lib/sources/original-path";

type File = KeptOriginal & { format: string | null; blank: number; headers: number };

/** One record as it stands in its original, or why it could not be read. */
export type Extract = { record: number; asWritten: boolean; text: string } | { record: number; missing: string };

/**
 * The texts of a file's records, in order, read in one pass from the stored original once that has the hash it was loaded with.
 * A record that cannot be read is given with the reason.
 */
export async function* readExtracts(
  caseId: string,
  sha256: string,
  records: readonly number[],
  signal?: AbortSignal,
): AsyncGenerator<Extract> {
  const file = await findFile(caseId, sha256);
  const fault = file
    ? await checkOriginal(env().dataDir, file, signal)
    : { reason: "the case has no such file any more" };
  const wanted = new Set(records);
  if (file && fault === null) {
    for await (const texts of readTexts(file, records, signal)) {
      for (const [record, { text, asWritten }] of texts) if (wanted.delete(record)) yield { record, asWritten, text };
    }
  }
  for (const record of wanted) yield { record, missing: fault?.reason ?? "the file holds no such readable record" };
}

async function findFile(caseId: string, sha256: string): Promise<File | null> {
  const { rows } = await pool().query<File>(
    `SELECT sha256, size::float8 AS size, reference_path AS "referencePath", reference_mtime_ms::float8 AS "referenceMtimeMs",
            flow_format AS format, blank::float8 AS blank, headers::float8 AS headers
       FROM evidence_files WHERE case_id = $1 AND sha256 = $2`,
    [caseId, sha256],
  );
  return rows[0] ?? null;
}

async function* readTexts(
  file: File,
  records: readonly number[],
  signal?: AbortSignal,
): AsyncGenerator<ReadonlyMap<number, RecordText>> {
  const path = evidencePath(env().dataDir, file);
  const [from, to] = [records[0] ?? 1, records.at(-1) ?? 1];
  const { format, blank, headers } = file;
  if ((await tellForm(path)) !== "parquet") {
    const flowColumns = format?.split(" ") ?? null;
    yield* readRecordTexts(until(openLog(path).chunks, signal), { from, to, flowColumns, beside: { blank, headers } });
    return;
  }
  const bytes = await openBytes(path);
  try {
    for (const record of records) {
      signal?.throwIfAborted();
      yield await findParquetText({ byteLength: bytes.byteLength, slice: bytes.slice }, record, record);
    }
  } finally {
    await bytes.close();
  }
}

async function* until(chunks: AsyncIterable<Uint8Array>, signal?: AbortSignal): AsyncGenerator<Uint8Array, void> {
  for await (const chunk of chunks) {
    signal?.throwIfAborted();
    yield chunk;
  }
}
