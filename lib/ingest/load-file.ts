import type pg from "pg";
import { readParquetLog } from "@/lib/formats/parquet/read-parquet-log";
import { readLog } from "@/lib/formats/read-log";
import type { LogBatch, LogSummary } from "@/lib/formats/read-log.types";
import { contentHash } from "@/lib/ingest/content-hash";
import { isStorableTime } from "@/lib/ingest/copy/copy-time";
import { CopyOnLoad } from "@/lib/ingest/copy-on-load";
import { FileWriter } from "@/lib/ingest/file-writer";
import type { NamedOriginal } from "@/lib/ingest/incoming-members";
import type { CaseInterner } from "@/lib/ingest/intern/case-interner";
import { listMembersAgain } from "@/lib/ingest/list-members-again";
import { isDatabaseFault } from "@/lib/ingest/load-interrupted";
import { checkSame } from "@/lib/ingest/store-original";
import { checkUnchanged, type Original, takeOriginal } from "@/lib/ingest/take-original";
import { takeUnread } from "@/lib/ingest/take-unread";
import { noteOriginals } from "@/lib/ingest/unnamed-originals";
import { listUnpacked, notUnpacked, type Unpacked, unpackArchive } from "@/lib/ingest/unpack-archive";
import { type FileForm, tellForm } from "@/lib/sources/archive/tell-form";
import { openBytes } from "@/lib/sources/open-bytes";
import { openLog } from "@/lib/sources/open-log";

export interface FileJob {
  caseId: string;
  loadId: number;
  loadFileId: number;
  path: string;
  name: string;
  /** What the bytes must be; null where nobody knows them yet. */
  sha256: string | null;
  /** SHA-256 of the archive that the file was delivered in; empty: it came by itself. */
  archive: string;
  /** False where the files inside an archive stand on the work list themselves. */
  unpack: boolean;
  /** The bytes stay where they are: their path is kept in place of a copy. */
  reference: boolean;
  /** Columns of a flow log without a header, spaces between; null where nobody has named them. */
  flowFormat: string | null;
  /** True when a person named them. */
  flowFormatGiven: boolean;
}

export interface FileProgress {
  /** Bytes of the file read so far, as they lie on disk. */
  bytes: number;
  records: number;
}

export interface FileOutcome extends FileProgress {
  /** `known` when the case already had these bytes: nothing but the name was added. */
  state: "loaded" | "known";
  fileId: number;
  sha256: string;
  /** What an archive added to the work list. */
  inside: { files: number; bytes: number };
}

export interface FileRun {
  dataDir: string;
  signal: AbortSignal;
  onProgress: (progress: FileProgress) => void;
}

/**
 * Loads one file in one transaction on `client`: its evidence row, its records and its place in the work list are all
 * there, or none of them. Throws what went wrong, with everything rolled back.
 */
export async function loadFile(
  job: FileJob,
  client: pg.ClientBase,
  interner: CaseInterner,
  run: FileRun,
): Promise<FileOutcome> {
  const original = await takeOriginal(job, { ...run, note: noteOriginals(client, job.loadId) });
  try {
    return await loadOriginal(job, original, { client, interner, run });
  } finally {
    await original.release();
  }
}

async function loadOriginal(
  job: FileJob,
  original: Original,
  { client, interner, run }: { client: pg.ClientBase; interner: CaseInterner; run: FileRun },
): Promise<FileOutcome> {
  checkSame(job.sha256, original.sha256);
  const form = await tellForm(original.path);
  // Before the transaction begins: unpacking takes long.
  const unpacked = isArchive(form) ? await unpack(job, { ...original, form }, client, run) : null;
  try {
    const files = (await unpacked?.members?.settle(noteOriginals(client, job.loadId))) ?? [];
    return await writeOriginal(job, { ...original, form }, unpacked && { ...unpacked, files }, {
      client,
      interner,
      run,
    });
  } finally {
    await unpacked?.members?.discard();
  }
}

async function writeOriginal(
  job: FileJob,
  original: Original & { form: FileForm },
  unpacked: (Unpacked & { files: NamedOriginal[] }) | null,
  { client, interner, run }: { client: pg.ClientBase; interner: CaseInterner; run: FileRun },
): Promise<FileOutcome> {
  const outcome = { sha256: original.sha256, bytes: original.size };
  let writer: FileWriter | null = null;
  await client.query("BEGIN");
  try {
    const fileId = await claimFile(client, job, original);
    if (fileId === null) {
      const known = await addName(client, job, original.sha256);
      const again = await listMembersAgain(client, job, original.sha256);
      await client.query("COMMIT");
      return { state: "known", fileId: known, ...outcome, records: 0, inside: again };
    }
    writer = new FileWriter(client, { caseId: job.caseId, loadId: job.loadId, fileId }, interner);
    const { summary, inflatedSha256 } = unpacked
      ? { summary: unpacked.summary, inflatedSha256: null }
      : await writeFile(writer, original, job, run);
    for (const rejection of unpacked?.rejections ?? []) writer.reject(rejection);
    await writer.finish();
    await finishFile(client, job, fileId, { ...summary, inflatedSha256 }, writer.mayRepeat);
    await checkUnchanged(original);
    run.signal.throwIfAborted();
    const inside = await listUnpacked(client, job, original.sha256, unpacked?.files ?? []);
    await client.query("COMMIT");
    return { state: "loaded", fileId, ...outcome, records: summary.records, inside };
  } catch (error) {
    await writer?.abandon();
    // A lost connection has rolled back by itself, and what it broke on the way is not the file's fault.
    const lost: unknown = await client.query("ROLLBACK").then(
      () => null,
      (failure: unknown) => failure,
    );
    throw isDatabaseFault(lost) ? lost : error;
  }
}

type ArchiveForm = Exclude<FileForm, "log" | "parquet">;

function isArchive(form: FileForm): form is ArchiveForm {
  return form !== "log" && form !== "parquet";
}

/** Null when the case has the archive: its files are there, or were taken out. */
async function unpack(
  job: FileJob,
  archive: { path: string; sha256: string; form: ArchiveForm },
  client: pg.ClientBase,
  run: FileRun,
): Promise<Unpacked | null> {
  const { rows } = await client.query<{ known: boolean; deep: boolean }>(
    `SELECT EXISTS (SELECT FROM evidence_files WHERE case_id = $1 AND sha256 = $2) AS known,
            EXISTS (SELECT FROM evidence_files e WHERE e.case_id = $1 AND e.sha256 = $3
                       AND NOT EXISTS (SELECT FROM evidence_names n WHERE n.file_id = e.id AND n.archive = '')) AS deep`,
    [job.caseId, archive.sha256, job.archive],
  );
  if (rows[0]?.known) return null;
  if (rows[0]?.deep) return notUnpacked("an archive inside an archive inside an archive: not unpacked");
  return unpackArchive(job, archive, { ...run, onRead: (bytes) => run.onProgress({ bytes, records: 0 }) });
}

/** Null when the case has read these bytes. Waits for a file beside this one that is loading the same bytes. */
async function claimFile(client: pg.ClientBase, job: FileJob, original: Original): Promise<number | null> {
  const claimed = await client.query<{ id: number }>(
    `INSERT INTO evidence_files (case_id, load_id, sha256, size, kind, reference_path, reference_mtime_ms)
     VALUES ($1, $2, $3, $4, 'unknown', $5, $6) ON CONFLICT (case_id, sha256) DO NOTHING RETURNING id`,
    [
      ...[job.caseId, job.loadId, original.sha256, original.size],
      ...[job.reference ? original.path : null, original.mtimeMs ?? null],
    ],
  );
  return claimed.rows[0]?.id ?? takeUnread(client, job, original.sha256);
}

async function addName(client: pg.ClientBase, job: FileJob, sha256: string): Promise<number> {
  const known = await client.query<{ id: number }>("SELECT id FROM evidence_files WHERE case_id = $1 AND sha256 = $2", [
    job.caseId,
    sha256,
  ]);
  const fileId = known.rows[0]?.id;
  if (fileId === undefined) throw new Error("the evidence file vanished while its name was added");
  await nameFile(client, job, fileId);
  return fileId;
}

async function nameFile(client: pg.ClientBase, job: FileJob, fileId: number): Promise<void> {
  // One round trip: a load of many small files is made of little else.
  await client.query(
    `WITH named AS (
       INSERT INTO evidence_names (file_id, name, archive) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING)
     UPDATE load_files SET state = 'done', error = NULL WHERE id = $4`,
    [fileId, job.name, job.archive, job.loadFileId],
  );
}

interface ReadFile {
  summary: LogSummary;
  inflatedSha256: string | null;
}

async function writeFile(
  writer: FileWriter,
  file: Original & { form: FileForm },
  job: FileJob,
  run: FileRun,
): Promise<ReadFile> {
  if (file.form === "parquet") {
    const bytes = await openBytes(file.path);
    try {
      const summary = await writeBatches(writer, readParquetLog(bytes, job), { bytesRead: bytes.bytesRead, run });
      return { summary: account(summary, writer, null), inflatedSha256: null };
    } finally {
      await bytes.close();
    }
  }
  const log = openLog(file.path);
  const content = contentHash(log.chunks);
  const flowColumns = job.flowFormat?.split(" ") ?? null;
  const copy = await CopyOnLoad.begin(run.dataDir, file, flowColumns);
  try {
    const reading = readLog(content.chunks, { name: job.name, flowColumns, flowBlocks: true, onText: copy.tell });
    const summary = await writeBatches(writer, reading, { bytesRead: log.bytesRead, run, copy });
    await copy.keep();
    return { summary: account(summary, writer, log.damage()), inflatedSha256: content.sha256() };
  } finally {
    await copy.close();
    // Lets go of the file when reading ended early.
    await log.chunks.return();
  }
}

async function writeBatches(
  writer: FileWriter,
  reading: AsyncGenerator<LogBatch, LogSummary>,
  { bytesRead, run, copy }: { bytesRead: () => number; run: FileRun; copy?: CopyOnLoad },
): Promise<LogSummary> {
  let records = 0;
  for (;;) {
    const step = await reading.next();
    run.signal.throwIfAborted();
    if (step.done) return step.value;
    await writer.write(step.value);
    await copy?.flush(step.value);
    records += countRecords(step.value);
    run.onProgress({ bytes: bytesRead(), records });
  }
}

/** The reader's account, corrected for what the tables could not hold and for a damaged end. */
export function account(
  summary: LogSummary,
  writer: FileWriter,
  damage: { reason: string; text: string } | null,
): LogSummary {
  const account = {
    ...summary,
    records: summary.records - writer.rejected,
    rejected: summary.rejected + writer.rejected,
  };
  if (damage) {
    const record = account.records + account.rejected + 1;
    writer.reject({ kind: "rejection", record, reason: damage.reason, text: damage.text });
    account.rejected++;
  }
  return account;
}

export function countRecords(batch: {
  flowBlock?: { count: number };
  flows: unknown[];
  statuses: unknown[];
  queries: unknown[];
  calls: unknown[];
  findings: unknown[];
}): number {
  const inBlock = batch.flowBlock?.count ?? 0;
  return (
    inBlock +
    batch.flows.length +
    batch.statuses.length +
    batch.queries.length +
    batch.calls.length +
    batch.findings.length
  );
}

async function finishFile(
  client: pg.ClientBase,
  job: FileJob,
  fileId: number,
  summary: LogSummary & { inflatedSha256: string | null },
  selfRepeat: boolean,
): Promise<void> {
  await client.query(
    `UPDATE evidence_files SET kind = $2, records = $3, rejected = $4, blank = $5, headers = $6, first_event = $7,
       last_event = $8, reason = $9, log_key = $10, self_repeat = $11,
       inflated_sha256 = $12, flow_format = $13, flow_format_given = $14 WHERE id = $1`,
    [
      fileId,
      summary.kind,
      summary.records,
      summary.rejected,
      summary.blank,
      summary.headers,
      storableDate(summary.firstEventMs),
      storableDate(summary.lastEventMs),
      summary.reason,
      summary.logKey,
      selfRepeat,
      summary.inflatedSha256,
      job.flowFormat,
      job.flowFormatGiven,
    ],
  );
  await nameFile(client, job, fileId);
}

export function storableDate(ms: number | null): Date | null {
  return ms !== null && isStorableTime(ms) ? new Date(ms) : null;
}
