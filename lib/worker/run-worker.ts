import path from "node:path";
import { Logger, makeWorkerUtils, type Runner, run } from "graphile-worker";
import type pg from "pg";
import { askDuePurges } from "@/lib/cases/ask-due-purges";
import { runPurge } from "@/lib/cases/run-purge";
import { AppError } from "@/lib/core/app-error";
import { makeRecordCopies, sweepRecordCopies } from "@/lib/custody/record-copy/make-record-copies";
import { runEvidenceCheck } from "@/lib/custody/run-evidence-check";
import { pool } from "@/lib/db/pool";
import { askDetections, askMissedDetections } from "@/lib/detect/ask-detections";
import { runDetections } from "@/lib/detect/run-detections";
import { env } from "@/lib/env";
import { runExport } from "@/lib/exports/jobs/run-export";
import { sweepExports } from "@/lib/exports/jobs/sweep-exports";
import { finishFetchesOf } from "@/lib/fetch/end-fetch";
import { runFetch } from "@/lib/fetch/run-fetch";
import { resumeFetches, sweepFetches } from "@/lib/fetch/sweep-fetches";
import { checkWatches } from "@/lib/findings/check-watches";
import { sweepIncoming } from "@/lib/ingest/incoming";
import { LoadInterrupted } from "@/lib/ingest/load-interrupted";
import { runLoad } from "@/lib/ingest/run-load";
import { removeLoadedUploads, sweepUploads } from "@/lib/ingest/sweep-uploads";
import { CHECK_TASK, CheckJob } from "@/lib/jobs/check-job";
import { COPY_TASK, CopyJob, enqueueRecordCopies } from "@/lib/jobs/copy-job";
import { DELIVER_TASK, DeliverJob } from "@/lib/jobs/deliver-job";
import { DETECT_TASK, DetectJob } from "@/lib/jobs/detect-job";
import { EXPORT_TASK, ExportJob } from "@/lib/jobs/export-job";
import { FETCH_TASK, FetchJob } from "@/lib/jobs/fetch-job";
import { enqueueLoad, LOAD_TASK, LoadJob } from "@/lib/jobs/load-job";
import { enqueuePurge, PURGE_TASK, PurgeJob } from "@/lib/jobs/purge-job";
import { describeFault } from "@/lib/log/describe-fault";
import { log } from "@/lib/log/log";
import { deliver } from "@/lib/notices/deliver";
import { sweepNotices } from "@/lib/notices/sweep-notices";
import { askLeftJobs } from "@/lib/worker/ask-left-jobs";

const WORKER_LOCK = 7_281_003;
const POLL_MS = 2000;
const SWEEP_TASK = "sweep-uploads";
/** What waits for AWS is not to hold up loads. */
const FETCHES_AT_ONCE = 3;
/** A receiver may take ten seconds: loads and detectors are not to wait for it. */
const DELIVERIES_AT_ONCE = 4;

const logger = new Logger(() => (level, message, meta) => {
  // What a job threw may quote the evidence: it is described, not repeated.
  const [words] = message.split(" with error");
  if (level === "error") log.error({ fault: describeFault(meta?.error) }, words);
  else if (level === "warning") log.warn(words);
});
const DUE_TASK = "purge-due-cases";
const WATCH_TASK = "watch-findings";
const LEFT_TASK = "ask-left-jobs";

export interface RunningWorker {
  /** Resolves when the worker has ended; rejects when the database went away under it. */
  ended: Promise<void>;
  /** Lets the running load roll back what it is reading; it goes on at the next start. */
  stop(): Promise<void>;
}

/**
 * Runs jobs until stopped. One worker serves an installation: a second one waits here until the first has ended, so the
 * jobs that are still locked once this one begins are those of dead workers, and are released.
 */
export async function runWorker(): Promise<RunningWorker> {
  const lock = await pool().connect();
  const lost = new Promise<never>((_resolve, reject) => {
    lock.on("error", reject);
    lock.on("end", () => reject(new Error("the worker's connection to the database ended")));
  });
  lost.catch(() => undefined);
  await lock.query("SELECT pg_advisory_lock($1)", [WORKER_LOCK]);
  await releaseJobs();
  await resumeLoads(lock);
  await askMissedDetections();
  await resumePurges();
  await resumeFetches();
  const stopping = new AbortController();
  const runner = await run({
    pgPool: pool(),
    // A load, a check and the detectors side by side; each queue does one job at a time.
    concurrency: 3,
    noHandleSignals: true,
    pollInterval: POLL_MS,
    logger,
    taskList: {
      [LOAD_TASK]: async (payload) => {
        const { loadId } = LoadJob.parse(payload);
        await runLoad(loadId, { signal: stopping.signal }).catch(ignoreGone);
        await removeLoadedUploads(loadId);
        await finishFetchesOf(loadId);
        await enqueueRecordCopies({ loadId });
        const caseId = await findCaseOfLoad(loadId);
        if (caseId !== null) await askDetections(caseId);
      },
      [DETECT_TASK]: async (payload) => {
        const { caseId } = DetectJob.parse(payload);
        await runDetections(caseId, { signal: stopping.signal }).catch(ignoreStopped);
      },
      [CHECK_TASK]: async (payload) => {
        await runEvidenceCheck(CheckJob.parse(payload).checkId, { signal: stopping.signal }).catch(ignoreGone);
      },
      [EXPORT_TASK]: (payload) => runExport(ExportJob.parse(payload).exportId, { signal: stopping.signal }),
      [COPY_TASK]: (payload) => makeRecordCopies(CopyJob.parse(payload), { signal: stopping.signal }),
      [PURGE_TASK]: async (payload) => {
        await runPurge(PurgeJob.parse(payload).caseId, { signal: stopping.signal }).catch(ignoreGone);
      },
      [WATCH_TASK]: () => checkWatches({ signal: stopping.signal }),
      [LEFT_TASK]: () => askLeftJobs(),
      [DUE_TASK]: async () => {
        for (const caseId of await askDuePurges()) await enqueuePurge(caseId);
      },
      [SWEEP_TASK]: async () => {
        await sweepUploads();
        await sweepRecordCopies();
        await sweepIncoming(env().dataDir);
        await sweepNotices();
        await sweepExports();
        await sweepFetches();
      },
    },
    // Every night, what is due every hour, new findings every five minutes and what was left every minute; and once now, for a machine that
    // is off at night.
    crontab: `17 3 * * * ${SWEEP_TASK}\n7 * * * * ${DUE_TASK}\n*/5 * * * * ${WATCH_TASK}\n* * * * * ${LEFT_TASK}`,
  });
  const deliveries = await run({
    ...{ pgPool: pool(), concurrency: DELIVERIES_AT_ONCE, noHandleSignals: true, pollInterval: POLL_MS, logger },
    taskList: { [DELIVER_TASK]: (payload) => deliver(DeliverJob.parse(payload).deliveryId) },
  });
  const fetches = await run({
    ...{ pgPool: pool(), concurrency: FETCHES_AT_ONCE, noHandleSignals: true, pollInterval: POLL_MS, logger },
    taskList: {
      [FETCH_TASK]: (payload) => runFetch(FetchJob.parse(payload).fetchId, { signal: stopping.signal }),
    },
  });
  for (const task of [SWEEP_TASK, DUE_TASK]) await runner.addJob(task, {}, { jobKey: task });
  return {
    ended: Promise.race([runner.promise, deliveries.promise, fetches.promise, lost]),
    stop: () => stop([runner, deliveries, fetches], stopping, lock),
  };
}

/** A load whose case was dropped in the meantime has nothing left to do. */
function ignoreGone(error: unknown): void {
  if (!(error instanceof AppError && error.code === "not-found")) throw error;
}

/** Detectors that were stopped, or whose evidence changed, are asked for again by whoever did that. */
function ignoreStopped(error: unknown): void {
  if (!(error instanceof AppError && ["not-found", "cancelled", "conflict"].includes(error.code))) throw error;
}

async function findCaseOfLoad(loadId: number): Promise<string | null> {
  const { rows } = await pool().query<{ case_id: string }>(
    "SELECT case_id FROM loads WHERE id = $1 AND finished_at IS NOT NULL",
    [loadId],
  );
  return rows[0]?.case_id ?? null;
}

async function stop(runners: readonly Runner[], stopping: AbortController, lock: pg.PoolClient): Promise<void> {
  stopping.abort(new LoadInterrupted());
  // It has stopped already when it could not go on.
  await Promise.all(runners.map((runner) => runner.stop().catch(() => undefined)));
  lock.removeAllListeners("end");
  lock.release(true);
}

async function releaseJobs(): Promise<void> {
  const queue = await makeWorkerUtils({ pgPool: pool() });
  try {
    await queue.migrate();
    const dead = await pool().query<{ locked_by: string }>(
      "SELECT DISTINCT locked_by FROM graphile_worker.jobs WHERE locked_by IS NOT NULL",
    );
    if (dead.rows.length > 0) await queue.forceUnlockWorkers(dead.rows.map((row) => row.locked_by));
  } finally {
    await queue.release();
  }
}

/** Loads that a dead process left; one that was just asked for is left to whoever asked, but what was given is the worker's alone. */
async function resumeLoads(client: pg.ClientBase): Promise<void> {
  const left = await client.query<{ id: number }>(
    `SELECT id FROM loads l WHERE finished_at IS NULL AND NOT EXISTS (SELECT FROM cases c WHERE c.id = l.case_id AND c.scratch)
       AND (state <> 'queued' OR created_at < now() - interval '1 minute'
            OR EXISTS (SELECT FROM load_files f WHERE f.load_id = l.id AND starts_with(f.path, $1))) ORDER BY id`,
    [path.join(env().dataDir, "given", path.sep)],
  );
  for (const { id } of left.rows) await enqueueLoad(id);
}

async function resumePurges(): Promise<void> {
  const left = await pool().query<{ caseId: string }>(
    `SELECT case_id AS "caseId" FROM purges WHERE finished_at IS NULL ORDER BY asked_at`,
  );
  for (const { caseId } of left.rows) await enqueuePurge(caseId);
}
