import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, it, onTestFinished, vi } from "vitest";
import { OPERATOR } from "@/lib/auth/person";
import { askPurge } from "@/lib/cases/ask-purge";
import { cancelLoad } from "@/lib/cases/cancel-load";
import { createCase } from "@/lib/cases/create-case";
import { startLoad } from "@/lib/cases/start-load";
import { pool } from "@/lib/db/pool";
import { createTestDatabase, type TestDatabase } from "@/lib/db/test-database";
import { tryLockLoad } from "@/lib/ingest/load-lock";
import { flowLog, writeFiles } from "@/lib/ingest/test-corpus";
import { addJob } from "@/lib/jobs/add-job";
import { enqueueLoad } from "@/lib/jobs/load-job";
import { askLeftJobs } from "@/lib/worker/ask-left-jobs";
import { builtPrograms } from "@/lib/worker/test-programs";

const WAIT = { timeout: 45_000, interval: 20 };
const LINES = 60_000;

let database: TestDatabase;
let folder: string;
beforeAll(async () => {
  database = await createTestDatabase();
  folder = await mkdtemp(path.join(tmpdir(), "threadline-left-"));
  const lines = (file: number) =>
    Array.from({ length: LINES }, (_, n) => ({ minute: n % 900, port: n, bytes: 1 + file }));
  await writeFiles(folder, Object.fromEntries([1, 2, 3, 4].map((file) => [`${file}.log`, flowLog(lines(file))])));
  // The queue's tables are there once something was asked for.
  await addJob("nothing", {}, {});
});
afterAll(async () => {
  await database.drop();
  await rm(folder, { recursive: true });
});

async function startedLoad({ scratch = false, minutesAgo = 5 } = {}): Promise<{ caseId: string; loadId: number }> {
  const { id: caseId } = await createCase({ title: "left", scratch });
  const { loadId } = await startLoad({ caseId, paths: [folder] });
  await pool().query("UPDATE loads SET created_at = now() - make_interval(mins => $2) WHERE id = $1", [
    loadId,
    minutesAgo,
  ]);
  return { caseId, loadId };
}

const jobs = async (like: string) =>
  (await pool().query<{ key: string }>("SELECT key FROM graphile_worker.jobs WHERE key LIKE $1 ORDER BY key", [like]))
    .rows;
const loadState = async (id: number) =>
  (await pool().query("SELECT state, finished_at IS NOT NULL AS ended FROM loads WHERE id = $1", [id])).rows[0];

function start(program: string, ...args: string[]): ChildProcess {
  const child = spawn(process.execPath, [program, ...args], { stdio: ["ignore", "ignore", "inherit"] });
  onTestFinished(() => void child.kill("SIGKILL"));
  return child;
}

describe("what nobody does", () => {
  it("is asked for: loads, and purges, of a process that is gone", async () => {
    const left = await startedLoad();
    await pool().query("UPDATE loads SET state = 'loading' WHERE id = $1", [left.loadId]);
    const asked = await startedLoad();
    const { id: purged } = await createCase({ title: "purged" });
    await askPurge({ caseId: purged, title: "purged" }, OPERATOR);
    await pool().query("UPDATE purges SET asked_at = now() - interval '5 minutes'");
    await askLeftJobs();
    const keys = [`load:${left.loadId}`, `load:${asked.loadId}`, `purge:${purged}`];
    expect((await jobs("%:%")).map(({ key }) => key)).toEqual(keys.sort());
  });

  it("is not what somebody does, has just asked for, waits for, or what nobody looks at", async () => {
    await pool().query("DELETE FROM graphile_worker._private_jobs");
    await pool().query("UPDATE loads SET finished_at = now()");
    await pool().query("UPDATE purges SET finished_at = now()");
    const run = await startedLoad();
    const holder = await pool().connect();
    onTestFinished(() => holder.release(true));
    expect(await tryLockLoad(holder, run.loadId)).toBe(true);
    await startedLoad({ minutesAgo: 0 });
    await startedLoad({ scratch: true });
    const waiting = await startedLoad();
    await enqueueLoad(waiting.loadId);
    const later =
      "UPDATE graphile_worker._private_jobs SET run_at = now() + interval '1 hour', attempts = 3 RETURNING run_at";
    const [before] = (await pool().query(later)).rows;
    await askLeftJobs();
    const queued = await pool().query("SELECT key, attempts, run_at FROM graphile_worker.jobs");
    expect(queued.rows).toEqual([{ key: `load:${waiting.loadId}`, attempts: 3, run_at: before.run_at }]);
    expect(await cancelLoad({ caseId: run.caseId, loadId: run.loadId }, OPERATOR)).toEqual({ isRun: true });
  });
});

describe("a command that is killed beside a worker", () => {
  it("has its load gone on with, though the worker never ends", async () => {
    await pool().query("UPDATE loads SET finished_at = now()");
    const bundles = await builtPrograms();
    const worker = start(path.join(bundles, "worker.mjs"));
    const known = "SELECT identifier FROM graphile_worker._private_known_crontabs";
    await vi.waitFor(async () => {
      expect((await pool().query(known)).rows).toContainEqual({ identifier: "ask-left-jobs" });
    }, WAIT);
    const command = start(path.join(bundles, "threadline.mjs"), "load", folder, "--case", "killed");
    const done = `SELECT l.id FROM loads l JOIN cases c ON c.id = l.case_id AND c.title = 'killed'
                   WHERE EXISTS (SELECT FROM load_files WHERE load_id = l.id AND state = 'done')`;
    const loadId = await vi.waitFor(async () => {
      const [found] = (await pool().query<{ id: number }>(done)).rows;
      if (!found) throw new Error("no file is read yet");
      return found.id;
    }, WAIT);
    command.kill("SIGKILL");
    await once(command, "exit");
    expect(await loadState(loadId)).toMatchObject({ state: "loading", ended: false });
    await pool().query("UPDATE loads SET created_at = now() - interval '5 minutes' WHERE id = $1", [loadId]);
    // What the worker does every minute, now.
    await addJob("ask-left-jobs", {}, {});
    await vi.waitFor(async () => expect(await loadState(loadId)).toMatchObject({ state: "done", ended: true }), WAIT);
    expect(worker.exitCode).toBeNull();
  });
});
