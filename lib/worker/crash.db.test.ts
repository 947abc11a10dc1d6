import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { build } from "esbuild";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { verifyAuditChain } from "@/lib/audit/verify-chain";
import { OPERATOR } from "@/lib/auth/person";
import { askPurge } from "@/lib/cases/ask-purge";
import { createCase } from "@/lib/cases/create-case";
import { startLoad } from "@/lib/cases/start-load";
import { closeDatabase, prisma } from "@/lib/db/client";
import { pool } from "@/lib/db/pool";
import { createTestDatabase, type TestDatabase } from "@/lib/db/test-database";
import { loadEvidence } from "@/lib/ingest/load-evidence";
import { tryLockOriginals, unlockAll } from "@/lib/ingest/load-lock";
import { runLoad } from "@/lib/ingest/run-load";
import { fileAccounts, recordMarks } from "@/lib/ingest/test-accounts";
import { flowLog, writeFiles } from "@/lib/ingest/test-corpus";
import { enqueueLoad } from "@/lib/jobs/load-job";
import { enqueuePurge } from "@/lib/jobs/purge-job";
import { type RunningServer, startPostgres } from "../../bin/embedded-postgres.mjs";
import { migrate } from "../../bin/migrate.mjs";

const ROOT = path.resolve(import.meta.dirname, "../..");
const FILES = 10;
const LINES = 25_000;
const WAIT = { timeout: 45_000, interval: 5 };

let folder: string;
let bundles: string;
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), "threadline-crash-"));
  const lines = (file: number) =>
    Array.from({ length: LINES }, (_, i) => ({ minute: i % 1000, port: i, bytes: 100 + file }));
  // The last file repeats half of the one before it, so that sealing has something to decide.
  const logs = Array.from({ length: FILES - 1 }, (_, file) => [`${file}.log`, flowLog(lines(file))]);
  const repeated = flowLog([...lines(0).slice(0, LINES / 2), { minute: 2000 }]);
  await writeFiles(folder, Object.fromEntries([...logs, ["repeated.log", repeated]]));
  bundles = path.join(ROOT, ".threadline", `test-${process.pid}`);
  await build({
    absWorkingDir: ROOT,
    entryPoints: { worker: "lib/worker/main.ts", "load-thread": "lib/ingest/load-thread.ts" },
    outdir: bundles,
    outExtension: { ".js": ".mjs" },
    bundle: true,
    packages: "external",
    platform: "node",
    format: "esm",
    target: "node20",
    alias: { "@": ROOT },
    logLevel: "silent",
  });
});
afterAll(async () => {
  await rm(folder, { recursive: true });
  await rm(bundles, { recursive: true });
});

async function loadState(loadId: number) {
  const found = await pool().query<{ state: string; pending: number; done: number; records: number; ended: boolean }>(
    `SELECT state, records_done::int AS records, finished_at IS NOT NULL AS ended,
            (SELECT count(*)::int FROM load_files WHERE load_id = l.id AND state = 'pending') AS pending,
            (SELECT count(*)::int FROM load_files WHERE load_id = l.id AND state = 'done') AS done
       FROM loads l WHERE id = $1`,
    [loadId],
  );
  return found.rows[0] as NonNullable<(typeof found.rows)[0]>;
}

/** The same evidence loaded without an accident must be told from the interrupted case by nothing. */
async function expectWhole(caseId: string): Promise<void> {
  const { id: calm } = await createCase({ title: "calm" });
  await loadEvidence({ caseId: calm, paths: [folder] });
  const files = await fileAccounts(calm);
  expect(files.length).toBe(FILES);
  expect(files.reduce((sum, { records }) => sum + records, 0)).toBe((FILES - 1) * LINES + LINES / 2 + 1);
  expect(files.reduce((sum, { duplicates }) => sum + duplicates, 0)).toBe(LINES / 2);
  expect(await fileAccounts(caseId)).toEqual(files);
  // Over a hundred thousand rows: compared as one text, which a matcher would take long over.
  const marks = JSON.stringify(await recordMarks(calm));
  expect(JSON.stringify(await recordMarks(caseId)) === marks).toBe(true);
}

describe("a worker that is killed", () => {
  let database: TestDatabase;
  const workers: ChildProcess[] = [];
  beforeAll(async () => {
    database = await createTestDatabase();
  });
  afterAll(async () => {
    for (const worker of workers) worker.kill("SIGKILL");
    await database.drop();
  });

  function startWorker(): ChildProcess {
    const worker = spawn(process.execPath, [path.join(bundles, "worker.mjs")], {
      stdio: ["ignore", "ignore", "inherit"],
    });
    workers.push(worker);
    return worker;
  }

  it("leaves each file whole or absent, and the next one goes on with the rest", async () => {
    const { id: caseId } = await createCase({ title: "killed" });
    const { loadId } = await startLoad({ caseId, paths: [folder] });
    await enqueueLoad(loadId);
    const first = startWorker();
    await vi.waitFor(async () => expect((await loadState(loadId)).done).toBeGreaterThan(0), WAIT);
    first.kill("SIGKILL");
    await once(first, "exit");
    const left = await loadState(loadId);
    expect(left).toMatchObject({ state: "loading", ended: false });
    expect(left.pending).toBeGreaterThan(0);
    const second = startWorker();
    await vi.waitFor(async () => expect((await loadState(loadId)).ended).toBe(true), WAIT);
    expect(await loadState(loadId)).toMatchObject({ state: "done", pending: 0, done: FILES });
    second.kill("SIGTERM");
    const [status] = await once(second, "exit");
    expect(status).toBe(0);
    await expectWhole(caseId);
  });

  it("leaves a purge in its middle, and the next one goes on to its end", async () => {
    const { id: caseId } = await createCase({ title: "purged" });
    await loadEvidence({ caseId, paths: [path.join(folder, "0.log")] });
    // It waits for the originals while another holds them.
    const lock = await pool().connect();
    expect(await tryLockOriginals(lock)).toBe(true);
    await askPurge({ caseId, title: "purged" }, OPERATOR);
    await enqueuePurge(caseId);
    const first = startWorker();
    const purge = () => prisma().purge.findUnique({ where: { caseId } });
    await vi.waitFor(async () => expect(await purge()).toMatchObject({ step: "originals" }), WAIT);
    first.kill("SIGKILL");
    await once(first, "exit");
    await unlockAll(lock);
    lock.release();
    expect(await purge()).toMatchObject({ state: "running", finishedAt: null });
    const second = startWorker();
    await vi.waitFor(async () => expect(await purge()).toMatchObject({ state: "done", error: null }), WAIT);
    second.kill("SIGTERM");
    await once(second, "exit");
    expect(await prisma().case.count({ where: { id: caseId } })).toBe(0);
    const left = await pool().query("SELECT FROM evidence_files WHERE case_id = $1", [caseId]);
    expect(left.rows).toEqual([]);
    expect((await verifyAuditChain()).brokenAt).toBeNull();
  });
});

describe("a database that is killed", () => {
  let dataDir: string;
  let server: RunningServer;
  beforeAll(async () => {
    dataDir = await mkdtemp(path.join(tmpdir(), "threadline-crash-data-"));
    server = await startPostgres({ dataDir });
    await migrate(server.ownerUrl);
    process.env.DATABASE_URL = server.appUrl;
    process.env.THREADLINE_DATA_DIR = dataDir;
  });
  afterAll(async () => {
    await closeDatabase();
    await server.stop();
    await rm(dataDir, { recursive: true });
  });

  it("loses nothing and counts nothing twice once it is back", async () => {
    const { id: caseId } = await createCase({ title: "crashed" });
    const { loadId } = await startLoad({ caseId, paths: [folder] });
    const broken = runLoad(loadId);
    const ended = expect(broken).rejects.toThrow();
    await vi.waitFor(async () => expect((await loadState(loadId)).done).toBeGreaterThan(0), WAIT);
    process.kill(server.pid, "SIGKILL");
    await ended;
    await closeDatabase();
    server = await startPostgres({ dataDir });
    process.env.DATABASE_URL = server.appUrl;
    const left = await loadState(loadId);
    expect(left.ended).toBe(false);
    expect(left.pending).toBeGreaterThan(0);
    const result = await runLoad(loadId);
    expect(result).toMatchObject({ state: "done", filesLoaded: FILES, filesFailed: [] });
    await expectWhole(caseId);
  });
});
