import { execFileSync, spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, readdir, rm, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { build } from "esbuild";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createCase } from "@/lib/cases/create-case";
import { startLoad } from "@/lib/cases/start-load";
import { pool } from "@/lib/db/pool";
import { createTestDatabase, type TestDatabase } from "@/lib/db/test-database";
import { loadEvidence } from "@/lib/ingest/load-evidence";
import { LOAD_LOCK } from "@/lib/ingest/load-lock";
import { runLoad } from "@/lib/ingest/run-load";
import { fileAccounts } from "@/lib/ingest/test-accounts";
import { flowLog, writeFiles } from "@/lib/ingest/test-corpus";
import { listRunningLoads } from "@/lib/timeline/evidence/list-running-loads";
import { builtPrograms } from "@/lib/worker/test-programs";

const ROOT = path.resolve(import.meta.dirname, "../..");
const FILES = 6;
const LINES = 20_000;

let database: TestDatabase;
let folder: string;
let bundles: string;
let asking: string;
beforeAll(async () => {
  database = await createTestDatabase();
  folder = await mkdtemp(path.join(tmpdir(), "threadline-fault-"));
  [bundles, asking] = [await builtPrograms(), path.join(ROOT, ".threadline", `test-fault-${process.pid}`)];
  const log = (file: number) =>
    flowLog(Array.from({ length: LINES }, (_, n) => ({ minute: n, port: file, bytes: 1 + n })));
  await writeFiles(folder, Object.fromEntries(Array.from({ length: FILES }, (_, file) => [`${file}.log`, log(file)])));
});
afterAll(async () => {
  await database.drop();
  await rm(folder, { recursive: true });
  await rm(asking, { recursive: true, force: true });
});

/** The case afterwards is the one that an undisturbed load gives. */
async function expectWhole(caseId: string): Promise<void> {
  const { id: calm } = await createCase({ title: "calm" });
  await loadEvidence({ caseId: calm, paths: [folder] });
  expect(await fileAccounts(caseId)).toEqual(await fileAccounts(calm));
}

describe("a process whose connections to the database are cut in mid-load", () => {
  it("fails, is told as unfinished, and the next run makes the case whole", async () => {
    const { id: caseId } = await createCase({ title: "cut" });
    const { loadId } = await startLoad({ caseId, paths: [folder] });
    const broken = runLoad(loadId);
    const ended = expect(broken).rejects.toThrow();
    const done = "SELECT FROM load_files WHERE load_id = $1 AND state = 'done'";
    while ((await pool().query(done, [loadId])).rowCount === 0);
    await pool()
      .query(
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()",
      )
      .catch(() => undefined);
    await ended;
    const [load] = await listRunningLoads(caseId);
    expect(load).toMatchObject({ state: "loading", ended: false });
    expect(await runLoad(loadId)).toMatchObject({ state: "done", filesLoaded: FILES, filesFailed: [] });
    await expectWhole(caseId);
  });
});

describe("a process whose hold on its load is lost", () => {
  it.each([
    ["in mid-load", "load_files", "state = 'done' AND load_id = $1", "loading"],
    ["while it seals", "loads", "state = 'sealing' AND id = $1", "sealing"],
  ])(
    "%s stops, for another may run it from then on, and the next run makes the case whole",
    async (_when, table, is, state) => {
      const { id: caseId } = await createCase({ title: "let go" });
      const { loadId } = await startLoad({ caseId, paths: [folder] });
      const ended = expect(runLoad(loadId)).rejects.toThrow(/connection/);
      while ((await pool().query(`SELECT FROM ${table} WHERE ${is}`, [loadId])).rowCount === 0);
      const holder = "SELECT pg_terminate_backend(pid) FROM pg_locks WHERE classid = $1 AND objid = $2::oid";
      expect((await pool().query(holder, [LOAD_LOCK, loadId])).rowCount).toBe(1);
      await ended;
      const [load] = await listRunningLoads(caseId);
      expect(load).toMatchObject({ state, ended: false });
      expect(load?.unread === 0).toBe(state === "sealing");
      expect(await runLoad(loadId)).toMatchObject({ state: "done", filesLoaded: FILES, filesFailed: [] });
      await expectWhole(caseId);
    },
  );
});

describe("a process that asked for a load and is killed", () => {
  it("has left all that whoever runs the load needs", async () => {
    const { id: caseId } = await createCase({ title: "asked" });
    const code = `
      import("${path.join(asking, "ask.mjs")}").then(({ ask }) => ask("${caseId}", "${folder}")).then((id) => {
        process.stdout.write(String(id) + "\\n");
        setInterval(() => undefined, 1000);
      });`;
    await build({
      ...{ absWorkingDir: ROOT, outfile: path.join(asking, "ask.mjs"), alias: { "@": ROOT } },
      ...{ bundle: true, platform: "node", format: "esm", packages: "external", logLevel: "silent" },
      stdin: {
        contents: `import { startLoad } from "@/lib/cases/start-load";
          import { enqueueLoad } from "@/lib/jobs/load-job";
          export async function ask(caseId, folder) {
            const { loadId } = await startLoad({ caseId, paths: [folder] });
            await enqueueLoad(loadId);
            return loadId;
          }`,
        resolveDir: ROOT,
        loader: "ts",
      },
    });
    const web = spawn(process.execPath, ["-e", code], { stdio: ["ignore", "pipe", "inherit"] });
    const [line] = await once(web.stdout, "data");
    web.kill("SIGKILL");
    await once(web, "exit");
    const loadId = Number(String(line));
    const { rows } = await pool().query("SELECT key FROM graphile_worker.jobs WHERE key = $1", [`load:${loadId}`]);
    expect(rows).toHaveLength(1);
    expect(await listRunningLoads(caseId)).toMatchObject([{ id: loadId, state: "queued", ended: false }]);
    expect(await runLoad(loadId)).toMatchObject({ state: "done", filesLoaded: FILES });
    await expectWhole(caseId);
  });
});

const limits = spawnSync("sh", ["-c", "ulimit -f 1"]).status === 0;

describe.skipIf(!limits)("a disk that takes no more", () => {
  it("fails the files it has no room for, leaves nothing half written, and the rest can be loaded later", async () => {
    const size = (await stat(path.join(folder, "0.log"))).size;
    // Half of a file: what the process writes to any file ends there, as on a full disk.
    const blocks = Math.floor(size / 2 / 512);
    const command = `trap '' XFSZ; ulimit -f ${blocks}; exec "$0" "$1" load "$2" --case full`;
    const args = ["-c", command, process.execPath, path.join(bundles, "threadline.mjs"), folder];
    const run = spawnSync("sh", args, { encoding: "utf8", env: process.env });
    expect(run.status).toBe(1);
    expect(run.stdout).toContain(`0 files loaded, 0 already known, ${FILES} failed`);
    const { rows } = await pool().query<{ id: string }>("SELECT id FROM cases WHERE title = 'full'");
    const caseId = rows[0]?.id ?? "";
    expect(await fileAccounts(caseId)).toEqual([]);
    const [load] = await listRunningLoads(caseId);
    expect(load).toMatchObject({ state: "failed", ended: true, unread: FILES });
    expect(load?.failed[0]?.error).toMatch(/EFBIG|file too large/i);
    const stored = await readdir(path.join(database.dataDir, "evidence"), { recursive: true, withFileTypes: true });
    expect(stored.filter((entry) => entry.name.startsWith("incoming-"))).toEqual([]);
    execFileSync(process.execPath, [path.join(bundles, "threadline.mjs"), "load", folder, "--case", "full"]);
    await expectWhole(caseId);
  });
});
