import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { text } from "node:stream/consumers";
import pg from "pg";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createTestDatabase, type TestDatabase } from "@/lib/db/test-database";
import { flowLog, writeFiles } from "@/lib/ingest/test-corpus";
import { canMount, SmallDisk } from "@/lib/worker/small-disk";
import { builtPrograms } from "@/lib/worker/test-programs";

const ROOT = path.resolve(import.meta.dirname, "../..");
const FILES = 6;
const LINES = 8_000;
const SIZE_MB = 120;

let database: TestDatabase;
let folder: string;
let bundles: string;
beforeAll(async () => {
  database = await createTestDatabase();
  folder = await mkdtemp(path.join(tmpdir(), "threadline-full-"));
  bundles = await builtPrograms();
  const log = (file: number) =>
    flowLog(Array.from({ length: LINES }, (_, n) => ({ minute: n, port: file + 1, bytes: 1 + n })));
  const logs = Array.from({ length: FILES }, (_, file) => [`logs/${file}.log`, log(file)]);
  await writeFiles(folder, Object.fromEntries(logs));
});
afterAll(async () => {
  await database.drop();
  await rm(folder, { recursive: true });
});

/** The command, beside a disk; what it said and how it ended. */
async function load(disk: SmallDisk, env: NodeJS.ProcessEnv) {
  const args = [path.join(bundles, "threadline.mjs"), "load", path.join(folder, "logs"), "--case", "full"];
  const [command, ...words] = [...disk.beside, process.execPath, ...args];
  const child = spawn(command, words, { env, stdio: ["ignore", "pipe", "pipe"] });
  const ended = once(child, "exit");
  const [out, err] = await Promise.all([text(child.stdout), text(child.stderr)]);
  const [code] = await ended;
  return { code, out, err };
}

/** Does something at the moment when the first files of a load are about to be claimed. Throws where it ended before that. */
async function inMidLoad(url: string, loading: Promise<object>, act: () => Promise<void>): Promise<void> {
  let ended: object | null = null;
  void loading.then((how) => {
    ended = how;
  });
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await client.query("BEGIN; LOCK TABLE evidence_files IN SHARE ROW EXCLUSIVE MODE");
    const waits = "SELECT FROM pg_locks WHERE relation = 'evidence_files'::regclass AND NOT granted";
    while ((await client.query(waits)).rowCount === 0) if (ended) throw new Error(JSON.stringify(ended));
    await act();
    await client.query("ROLLBACK");
  } finally {
    await client.end();
  }
}

async function ask<T extends object>(url: string, sql: string): Promise<T[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  const { rows } = await client.query<T>(sql).finally(() => client.end());
  return rows;
}

/** Every file once with all its records, and no record beside. */
async function expectWhole(url: string): Promise<void> {
  const files = await ask(url, "SELECT records::int, duplicates::int, rejected::int FROM evidence_files");
  expect(files).toEqual(Array.from({ length: FILES }, () => ({ records: LINES, duplicates: 0, rejected: 0 })));
  const records = "SELECT count(*)::int AS n, count(DISTINCT (file_id, record_no))::int AS own FROM flow_records";
  expect(await ask(url, records)).toEqual([{ n: FILES * LINES, own: FILES * LINES }]);
  const open = "SELECT count(*)::int AS n FROM loads WHERE finished_at IS NULL";
  expect(await ask(url, open)).toEqual([{ n: 0 }]);
}

describe.skipIf(!canMount())("a disk that fills up in mid-load (skipped where no disk can be mounted)", () => {
  it("under the originals ends the load with what it has, says so, and the same command reads the rest", async () => {
    const disk = await SmallDisk.mount(database.dataDir, SIZE_MB);
    try {
      const loading = load(disk, process.env);
      await inMidLoad(database.url, loading, () => disk.fill());
      const { code, out, err } = await loading;
      expect({ code, err, out }).toMatchObject({ code: 1 });
      expect(err).toContain(`The disk of ${database.dataDir} is full. Make room there, then load the rest.`);
      expect(err).toContain("The same command reads them then.");
      const [state] = await ask<{ loaded: number; left: number; error: string }>(
        database.url,
        `SELECT (SELECT count(*)::int FROM evidence_files WHERE records = ${LINES}) AS loaded, error,
                (SELECT count(*)::int FROM load_files WHERE state = 'pending') AS left FROM loads`,
      );
      expect(state?.error).toMatch(/is full/);
      expect((state?.loaded ?? 0) + (state?.left ?? 0)).toBe(FILES);
      expect(out).toContain(`${state?.loaded} files loaded`);
      const kept = await readdir(path.join(disk.path, "evidence"));
      expect(kept.filter((name) => name.startsWith("incoming-"))).toEqual([]);

      disk.resize(`${SIZE_MB}m`);
      expect(await load(disk, process.env)).toMatchObject({ code: 0 });
      await expectWhole(database.url);
    } finally {
      await disk.unmount();
    }
  });

  it("under the database stops the load, says so, and the same command goes on with it", async () => {
    const home = path.join(folder, "database");
    await writeFiles(home, { "data/empty": "" });
    const disk = await SmallDisk.mount(home, 600);
    const [command, ...words] = [...disk.beside, process.execPath, "--input-type=module", "-e", SERVER, home, ROOT];
    const server = spawn(command, words, { stdio: ["pipe", "pipe", "inherit"] });
    const stopped = once(server, "exit");
    try {
      const [line] = await once(server.stdout, "data");
      const { appUrl, ownerUrl } = JSON.parse(String(line));
      const env = { ...process.env, DATABASE_URL: appUrl, THREADLINE_OWNER_DATABASE_URL: ownerUrl };
      const loading = load(disk, env);
      // Room for the log of changes, whose segment is there, and for a page or two of a table.
      await inMidLoad(ownerUrl, loading, () => disk.fill(64 * 1024));
      const { code, err } = await loading;
      expect({ code, err }).toMatchObject({ code: 1 });
      expect(err).toMatch(/The disk of the database is full\. Make room there: /);
      expect(err).not.toMatch(/ {4}at /);

      disk.resize("600m");
      expect(await load(disk, env)).toMatchObject({ code: 0 });
      await expectWhole(ownerUrl);
    } finally {
      server.stdin.end();
      await stopped;
      await disk.unmount();
    }
  });
});

/** A server of its own below the folder it is given, until its input ends. */
const SERVER = `
  const [, home, root] = process.argv;
  const { startPostgres } = await import(root + "/bin/embedded-postgres.mjs");
  const { migrate } = await import(root + "/bin/migrate.mjs");
  const server = await startPostgres({ dataDir: home });
  await migrate(server.ownerUrl);
  console.log(JSON.stringify({ appUrl: server.appUrl, ownerUrl: server.ownerUrl }));
  process.stdin.resume().on("end", () => server.stop().then(() => process.exit()));`;
