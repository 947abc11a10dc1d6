import type pg from "pg";
import { readWholeLog } from "@/lib/formats/read-log";
import type { LogSummary } from "@/lib/formats/read-log.types";
import type { FlowBlock } from "@/lib/formats/vpc-flow/flow-block";
import { jsonHash } from "@/lib/ingest/content-hash";
import { FileWriter } from "@/lib/ingest/file-writer";
import { Breath } from "@/lib/ingest/group/breath";
import { claimFiles, finishFiles, type ReadFile } from "@/lib/ingest/group/group-rows";
import { heldLog } from "@/lib/ingest/group/held-log";
import { type HeldOriginal, storeOriginals } from "@/lib/ingest/group/store-originals";
import type { CaseInterner } from "@/lib/ingest/intern/case-interner";
import { account, countRecords, type FileJob, type FileOutcome, type FileRun } from "@/lib/ingest/load-file";
import { isDatabaseFault } from "@/lib/ingest/load-interrupted";
import { checkUnchanged } from "@/lib/ingest/take-original";
import { noteOriginals } from "@/lib/ingest/unnamed-originals";

/** A thread holds so much of a group's files, inflated. */
const MOST_HELD_BYTES = 16 * 1024 * 1024;

/** A small log with all its bytes, inflated. */
interface HeldFile {
  job: FileJob;
  original: HeldOriginal;
  log: Uint8Array;
}

/**
 * Loads small files of one load in one transaction on `client`, as `loadFile` does each: their originals are kept before it
 * begins, and all of what it writes is there or nothing of it. Null for a file that is no plain or gzip log, or not as it was to be:
 * it is to be loaded by itself. `block` is one for all groups that follow each other. Throws what went wrong, with everything rolled back.
 */
export async function loadGroup(
  jobs: readonly FileJob[],
  client: pg.ClientBase,
  { interner, block }: { interner: CaseInterner; block: FlowBlock },
  run: FileRun,
): Promise<(FileOutcome | null)[]> {
  const progress = { bytes: 0, records: 0 };
  // All originals are stored before a record is read: that is progress, too.
  const onTaken = (bytes: number) => {
    progress.bytes += bytes;
    run.onProgress({ ...progress });
  };
  const note = noteOriginals(client, jobs[0]?.loadId ?? 0);
  const originals = await storeOriginals(jobs, { ...run, note, onTaken });
  const held = holdFiles(jobs, originals);
  let writer: FileWriter | null = null;
  await client.query("BEGIN");
  try {
    const claims = await claimFiles(
      client,
      held.filter((file) => file !== null),
    );
    const read: ReadFile[] = [];
    const outcomes: (FileOutcome | null)[] = [];
    const breath = new Breath();
    for (const file of held) {
      await breath.take();
      run.signal.throwIfAborted();
      const claim = file && claims.get(file.job.loadFileId);
      if (!claim) {
        outcomes.push(null);
        continue;
      }
      const { job, original } = file;
      const about = { fileId: claim.fileId, sha256: original.sha256, bytes: original.size };
      const inside = { files: 0, bytes: 0 };
      if (claim.known) {
        read.push({ job, fileId: claim.fileId, summary: null });
        outcomes.push({ state: "known", ...about, records: 0, inside });
        continue;
      }
      if (writer) writer.nextFile(claim.fileId);
      else writer = new FileWriter(client, { ...job, fileId: claim.fileId }, interner);
      const base = progress.records;
      const summary = await writeHeld(writer, file, block, run.signal, (records) => {
        progress.records = base + records;
        run.onProgress({ ...progress });
      });
      const inflatedSha256 = jsonHash(file.log);
      read.push({ job, fileId: claim.fileId, summary: { ...summary, inflatedSha256, selfRepeat: writer.mayRepeat } });
      outcomes.push({ state: "loaded", ...about, records: summary.records, inside });
    }
    await writer?.finish();
    await finishFiles(client, read);
    for (const file of held) if (file) await checkUnchanged(file.original);
    run.signal.throwIfAborted();
    await client.query("COMMIT");
    return outcomes;
  } catch (error) {
    await writer?.abandon();
    const lost: unknown = await client.query("ROLLBACK").then(
      () => null,
      (failure: unknown) => failure,
    );
    throw isDatabaseFault(lost) ? lost : error;
  }
}

/** Inflates the files as far as memory allows. */
function holdFiles(jobs: readonly FileJob[], originals: readonly (HeldOriginal | null)[]): (HeldFile | null)[] {
  let room = MOST_HELD_BYTES;
  return jobs.map((job, at) => {
    const original = originals[at] ?? null;
    if (original === null || (job.sha256 !== null && job.sha256 !== original.sha256)) return null;
    const log = room > 0 ? heldLog(original.content, room) : null;
    room -= log?.length ?? 0;
    return log === null ? null : { job, original, log };
  });
}

async function writeHeld(
  writer: FileWriter,
  { job, log }: HeldFile,
  block: FlowBlock,
  signal: AbortSignal,
  onRecords: (records: number) => void,
): Promise<LogSummary> {
  const flowColumns = job.flowFormat?.split(" ") ?? null;
  const reading = readWholeLog(log, { name: job.name, flowColumns }, block);
  let records = 0;
  for (;;) {
    const step = reading.next();
    signal.throwIfAborted();
    if (step.done) return account(step.value, writer, null);
    await writer.write(step.value);
    records += countRecords(step.value);
    onRecords(records);
  }
}
