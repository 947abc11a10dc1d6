import { existsSync } from "node:fs";
import { availableParallelism } from "node:os";
import path from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import type pg from "pg";
import { AppError } from "@/lib/core/app-error";
import { pool } from "@/lib/db/pool";
import { env, storeSettings } from "@/lib/env";
import { databaseFull } from "@/lib/ingest/database-full";
import type { FileRunner } from "@/lib/ingest/file-runner";
import { groupFiles, SMALL_BYTES } from "@/lib/ingest/group/group-files";
import { listFlowLogsAgain } from "@/lib/ingest/list-flow-logs-again";
import type { FileJob } from "@/lib/ingest/load-file";
import { isDatabaseFault, isLostRace, LoadInterrupted } from "@/lib/ingest/load-interrupted";
import { holdOriginals, lockSealing, tryLockLoad, unlockAll } from "@/lib/ingest/load-lock";
import { LoadMeter, type LoadProgress } from "@/lib/ingest/load-meter";
import { type LoadResult, readLoadResult } from "@/lib/ingest/load-result";
import { LoadStopped, stopOf } from "@/lib/ingest/load-stopped";
import { createLoadTables } from "@/lib/ingest/load-tables";
import { FileRunnerHere } from "@/lib/ingest/run-file-here";
import { sealLoad } from "@/lib/ingest/seal/seal-load";
import { threadRunners } from "@/lib/ingest/thread-runners";
import { removeUnnamed } from "@/lib/ingest/unnamed-originals";

const MAX_THREADS = 4;
/** A group of small files waits for disk and database half of its time: a thread reads another one meanwhile. */
const LANES = 2;
/** Files read in this thread share its pool, two connections each. */
const MAX_HERE = 2;
/** How often a file is read that loses against another transaction. */
const MOST_TRIES = 4;
/** The other transaction is given time to end, each time more. */
const PAUSE_MS = 50;

export interface RunLoadOptions {
  onProgress?: (progress: LoadProgress) => void;
  /** Aborting cancels the load, unless the reason is a LoadInterrupted: then it stays to be gone on with. */
  signal?: AbortSignal;
}

interface LoadRow {
  case_id: string;
  state: string;
  bytes_total: string;
  files_total: number;
  finished_at: Date | null;
}

/**
 * Runs a load from wherever it stands: reads the files that are still pending, side by side, then seals it. A file that
 * cannot be read is marked failed and does not stop the rest; a database that is gone does, and the load can be run again.
 * A full disk or a store that does not answer ends the load with what it has, and leaves the rest of its files unread.
 * Throws AppError `not-found`, `conflict` when another process runs this load, and `no-space` when the database has no room;
 * LoadInterrupted when the connection that holds the load is lost, for another process may run it from then on.
 */
export async function runLoad(loadId: number, options: RunLoadOptions = {}): Promise<LoadResult> {
  const lock = await pool().connect();
  const lost = new AbortController();
  const onLost = () => lost.abort(new LoadInterrupted("the connection that holds this load ended"));
  lock.once("error", onLost).once("end", onLost);
  const signal = options.signal ? AbortSignal.any([options.signal, lost.signal]) : lost.signal;
  let broken = true;
  try {
    if (!(await tryLockLoad(lock, loadId))) throw new AppError("conflict", "This load is run by another process.");
    await holdOriginals(lock);
    const load = await readLoad(lock, loadId);
    if (load.finished_at === null) {
      if (load.state !== "cancelled" && load.state !== "sealing")
        await readPending(lock, loadId, load, { ...options, signal });
      await lockSealing(lock, load.case_id);
      await sealLoad(load.case_id, loadId, lost.signal);
      await removeUnnamed(lock);
    }
    const result = await readLoadResult(lock, loadId);
    await unlockAll(lock);
    broken = false;
    return result;
  } catch (error) {
    const told = (await databaseFull(error, env().dataDir)) ?? error;
    await noteFault(loadId, told);
    throw told;
  } finally {
    lock.removeListener("error", onLost).removeListener("end", onLost);
    // Ending the connection gives its locks back.
    lock.release(broken);
  }
}

/** Tells those who look at the load why it stands still. When the database is gone, its next run will tell. */
async function noteFault(loadId: number, error: unknown): Promise<void> {
  const isFull = error instanceof AppError && error.code === "no-space";
  if ((error instanceof AppError && !isFull) || error instanceof LoadInterrupted) return;
  const message = error instanceof Error ? error.message : String(error);
  await pool()
    .query("UPDATE loads SET error = $2 WHERE id = $1 AND finished_at IS NULL", [loadId, message])
    .catch(() => undefined);
}

async function readLoad(client: pg.ClientBase, loadId: number): Promise<LoadRow> {
  const found = await client.query<LoadRow>(
    "SELECT case_id, state, bytes_total, files_total, finished_at FROM loads WHERE id = $1",
    [loadId],
  );
  if (!found.rows[0]) throw new AppError("not-found", "There is no such load.");
  return found.rows[0];
}

async function readPending(
  client: pg.ClientBase,
  loadId: number,
  load: LoadRow,
  options: RunLoadOptions,
): Promise<void> {
  await client.query(
    `UPDATE loads SET state = 'loading', started_at = COALESCE(started_at, now()), error = NULL
      WHERE id = $1 AND state IN ('queued', 'loading')`,
    [loadId],
  );
  await createLoadTables(client, loadId);
  const stop = new AbortController();
  const onAbort = () => stop.abort(options.signal?.reason);
  if (options.signal?.aborted) onAbort();
  options.signal?.addEventListener("abort", onAbort, { once: true });
  const meter = new LoadMeter(loadId, Number(load.bytes_total), load.files_total, {
    onProgress: options.onProgress,
    onCancelled: () => stop.abort(new AppError("cancelled", "The load was cancelled.")),
  });
  try {
    await meter.start();
    await readFiles(client, loadId, load.case_id, stop, meter);
    const again = stop.signal.aborted ? null : await listFlowLogsAgain(client, loadId, load.case_id);
    if (again !== null) {
      meter.grow(again);
      await readFiles(client, loadId, load.case_id, stop, meter);
    }
  } catch (error) {
    if (!(error instanceof LoadStopped)) throw error;
    await client.query("UPDATE loads SET error = $2 WHERE id = $1", [loadId, error.message]);
  } finally {
    options.signal?.removeEventListener("abort", onAbort);
    await meter.stop();
  }
  if (stop.signal.reason instanceof LoadInterrupted) throw stop.signal.reason;
  const stopped = stop.signal.reason instanceof LoadStopped;
  const state = stop.signal.aborted && !stopped ? "cancelled" : "sealing";
  await client.query("UPDATE loads SET state = $2 WHERE id = $1 AND state = 'loading'", [loadId, state]);
}

/** Files go to the runners, the largest first, so that no runner is left with a long one at the end; small ones in groups. */
async function readFiles(
  client: pg.ClientBase,
  loadId: number,
  caseId: string,
  stop: AbortController,
  meter: LoadMeter,
): Promise<void> {
  const pending = await client.query<Omit<FileJob, "caseId" | "loadId" | "loadFileId"> & { id: number; size: number }>(
    `SELECT id, size::float8 AS size, path, name, sha256, archive, unpack, reference, flow_format AS "flowFormat",
            flow_format_given AS "flowFormatGiven"
       FROM load_files WHERE load_id = $1 AND state = 'pending' ORDER BY size DESC, id`,
    [loadId],
  );
  const listed = pending.rows.map(({ id, ...file }) => ({ caseId, loadId, loadFileId: id, ...file }));
  // Objects are put into a bucket one by one, whatever their size.
  const groups = storeSettings().evidenceStore ? listed.map((job) => [job]) : groupFiles(listed);
  let found = 0;
  const runners = makeRunners(
    groups.length,
    listed.length,
    pending.rows.reduce((sum, { size }) => sum + size, 0),
  );
  let fault: unknown = null;
  const work = async (runner: FileRunner) => {
    for (let jobs = groups.shift(); jobs && !stop.signal.aborted; jobs = groups.shift()) {
      try {
        // Others add theirs meanwhile.
        const inside = await runGroup(runner, jobs, stop.signal, meter);
        found += inside;
      } catch (error) {
        fault ??= error;
        stop.abort(error);
      }
    }
  };
  await Promise.all(runners.map(work));
  await Promise.all(runners.map((runner) => runner.close()));
  if (fault !== null) throw fault;
  // Archives put the files inside them on the work list.
  if (found > 0 && !stop.signal.aborted) await readFiles(client, loadId, caseId, stop, meter);
}

/** Returns how many files were put on the work list. */
async function runGroup(
  runner: FileRunner,
  jobs: readonly FileJob[],
  signal: AbortSignal,
  meter: LoadMeter,
): Promise<number> {
  const [first] = jobs;
  if (first === undefined) return 0;
  let alone = jobs;
  if (jobs.length > 1) {
    // What fails together is loaded one by one: then the failure is the file's own.
    const outcomes = await runner
      .run(jobs, signal, (progress) => meter.progress(first.loadFileId, progress))
      .catch((error: unknown) => {
        if (!signal.aborted && isDatabaseFault(error)) throw error;
        return [];
      })
      .finally(() => meter.dropped(first.loadFileId));
    for (const [at, { loadFileId }] of jobs.entries()) {
      const outcome = outcomes[at];
      if (outcome) meter.finished(loadFileId, outcome);
    }
    alone = jobs.filter((_, at) => !outcomes[at]);
  }
  let inside = 0;
  for (const job of alone) if (!signal.aborted) inside += await runFile(runner, job, signal, meter);
  return inside;
}

/** Returns how many files it has put on the work list. What lost against another transaction is read again, a few times. */
async function runFile(
  runner: FileRunner,
  job: FileJob,
  signal: AbortSignal,
  meter: LoadMeter,
  tries = MOST_TRIES,
): Promise<number> {
  try {
    const [outcome] = await runner.run([job], signal, (progress) => meter.progress(job.loadFileId, progress));
    if (!outcome) throw new Error("the file was not read");
    meter.finished(job.loadFileId, outcome);
    meter.grow(outcome.inside);
    return outcome.inside.files;
  } catch (error) {
    meter.dropped(job.loadFileId);
    if (signal.aborted) return 0;
    if (tries > 1 && isLostRace(error)) {
      await pause((1 + MOST_TRIES - tries) * PAUSE_MS);
      return runFile(runner, job, signal, meter, tries - 1);
    }
    const stopped = stopOf(error, env().dataDir);
    if (stopped || isDatabaseFault(error)) throw stopped ?? error;
    const message = error instanceof Error ? error.message : String(error);
    await pool().query("UPDATE load_files SET state = 'failed', error = $2 WHERE id = $1", [job.loadFileId, message]);
    meter.finished(job.loadFileId, { bytes: 0, records: 0 });
    return 0;
  }
}

/** Threads where the built entry lies beside this code, else (tests, tools that run from source) this thread. */
function makeRunners(groups: number, files: number, bytes: number): FileRunner[] {
  const { dataDir } = env();
  const entry = path.join(path.dirname(fileURLToPath(import.meta.url)), "load-thread.mjs");
  const lanes = bytes < SMALL_BYTES * files ? LANES : 1;
  if (!existsSync(entry)) {
    const length = Math.min(groups, availableParallelism() * lanes, MAX_HERE);
    return Array.from({ length }, () => new FileRunnerHere(dataDir));
  }
  const threads = Math.min(groups, availableParallelism(), MAX_THREADS);
  return threadRunners(entry, dataDir, { threads, lanes }).slice(0, Math.min(groups, MAX_THREADS));
}
