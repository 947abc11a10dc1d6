import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import pg from "pg";
import { afterAll, describe, expect, it, vi } from "vitest";
import { openDatabase } from "./database.mjs";
import { startPostgres } from "./embedded-postgres.mjs";
import { isAlive } from "./processes.mjs";

const folders = [];
function folder() {
  const made = mkdtempSync(join(tmpdir(), "threadline-pg-"));
  folders.push(made);
  return join(made, "data");
}
afterAll(() => {
  for (const made of folders) rmSync(made, { recursive: true, force: true });
});

async function query(url, sql) {
  const client = new pg.Client({ connectionString: url });
  client.on("error", () => undefined);
  await client.connect();
  try {
    return (await client.query(sql)).rows;
  } finally {
    await client.end();
  }
}

const mode = (path) => (statSync(path).mode & 0o777).toString(8);

describe("the embedded server", () => {
  it("keeps its data over a restart, behind closed modes, on loopback alone", async () => {
    const dataDir = folder();
    const first = await startPostgres({ dataDir });
    await query(first.ownerUrl, "CREATE TABLE kept (n int); INSERT INTO kept VALUES (7)");
    expect(mode(dataDir)).toBe("700");
    expect(mode(join(dataDir, "postgres"))).toBe("700");
    expect(mode(join(dataDir, "secrets.json"))).toBe("600");
    expect(mode(join(dataDir, "postgres.log"))).toBe("600");
    expect(await query(first.ownerUrl, "SHOW listen_addresses")).toEqual([{ listen_addresses: "127.0.0.1" }]);
    await expect(query(first.ownerUrl.replace(/:[^:@]+@/, ":wrong@"), "SELECT 1")).rejects.toThrow(/password/);
    await first.stop();
    await expect(query(first.ownerUrl, "SELECT 1")).rejects.toThrow(/ECONNREFUSED/);
    const second = await startPostgres({ dataDir });
    expect(second.reused).toBe(false);
    expect(await query(second.ownerUrl, "SELECT n FROM kept")).toEqual([{ n: 7 }]);
    await second.stop();
  });

  it("comes back after a kill that left no time for anything", async () => {
    const dataDir = folder();
    const first = await startPostgres({ dataDir });
    await query(first.ownerUrl, "CREATE TABLE kept (n int); INSERT INTO kept VALUES (8)");
    process.kill(first.pid, "SIGKILL");
    const second = await startPostgres({ dataDir });
    expect(await query(second.ownerUrl, "SELECT n FROM kept")).toEqual([{ n: 8 }]);
    await second.stop();
  });

  it("serves several commands, and ends with the last of them", async () => {
    const settings = { dataDir: folder(), databaseUrl: null, ownerUrl: null };
    const database = await openDatabase(settings);
    expect(database.migrated.length).toBeGreaterThan(0);
    mkdirSync(join(settings.dataDir, "users"), { recursive: true });
    const other = join(settings.dataDir, "users", String(process.ppid));
    writeFileSync(other, "");
    await database.stop();
    expect(await query(database.env.DATABASE_URL, "SELECT 1 AS still")).toEqual([{ still: 1 }]);
    rmSync(other);
    const again = await openDatabase(settings);
    expect(again.migrated).toEqual([]);
    await again.stop();
    await expect(query(again.env.DATABASE_URL, "SELECT 1")).rejects.toThrow(/ECONNREFUSED/);
  });

  it("refuses a folder of another version, and one that is no database, in a line with a next step", async () => {
    const dataDir = folder();
    mkdirSync(join(dataDir, "postgres"), { recursive: true });
    chmodSync(join(dataDir, "postgres"), 0o700);
    writeFileSync(join(dataDir, "postgres", "PG_VERSION"), "14\n");
    await expect(startPostgres({ dataDir })).rejects.toThrow(/made by PostgreSQL 14; .* brings 18\.\n.*pg_dump/);
    rmSync(join(dataDir, "postgres", "PG_VERSION"));
    writeFileSync(join(dataDir, "postgres", "holiday.jpg"), "");
    await expect(startPostgres({ dataDir })).rejects.toThrow(/is no database folder\.\n.*Move it away/);
    expect(readFileSync(join(dataDir, "postgres", "holiday.jpg"), "utf8")).toBe("");
  });
});

describe("a database of one's own", () => {
  it.each([
    ["mysql", "no url at all", /DATABASE_URL is no URL\.\n/],
    [
      "a closed port",
      "postgresql://someone:x@127.0.0.1:1/threadline",
      /nothing answers at 127\.0\.0\.1:1\.\n.*Start that server/,
    ],
  ])("is named with what is wrong: %s", async (_name, databaseUrl, message) => {
    await expect(openDatabase({ dataDir: folder(), databaseUrl, ownerUrl: null })).rejects.toThrow(message);
  });

  it("may lack its database, refuse its user, or be used with one role alone", async () => {
    const server = await startPostgres({ dataDir: folder() });
    const open = (databaseUrl) => openDatabase({ dataDir: folder(), databaseUrl, ownerUrl: null });
    await expect(open(server.ownerUrl.replace(/\/threadline$/, "/elsewhere"))).rejects.toThrow(/does not exist/);
    await expect(open(server.ownerUrl.replace(/:[^:@]+@/, ":wrong@"))).rejects.toThrow(
      /refuses the user or the password/,
    );
    const own = await open(server.ownerUrl);
    expect(own.embedded).toBe(false);
    expect(await query(own.env.DATABASE_URL, "SELECT audit_is_enforced() AS enforced")).toEqual([{ enforced: false }]);
    await server.stop();
  });
});

/** Root, with programs where every user can reach them: the one case in which the server needs another user. */
const canBecomeNobody =
  process.getuid?.() === 0 &&
  spawnSync(process.execPath, ["--version"], { uid: 65_534, gid: 65_534 }).status === 0 &&
  spawnSync("test", ["-r", fileURLToPath(import.meta.url)], { uid: 65_534, gid: 65_534 }).status === 0;

describe.runIf(canBecomeNobody)("as root, where user namespaces are not allowed", () => {
  it("runs as nobody, also on a folder that was made with them, and back", async () => {
    const dataDir = folder();
    const made = dirname(dataDir);
    chmodSync(made, 0o711);
    writeFileSync(join(made, "unshare"), "#!/bin/sh\nexit 1\n", { mode: 0o755 });
    const path = process.env.PATH;
    const withNamespaces = await startPostgres({ dataDir });
    await query(withNamespaces.ownerUrl, "CREATE TABLE kept (n int); INSERT INTO kept VALUES (9); CHECKPOINT");
    await withNamespaces.stop();
    process.env.PATH = `${made}:${path}`;
    try {
      const without = await startPostgres({ dataDir });
      await query(without.ownerUrl, "INSERT INTO kept VALUES (10); CHECKPOINT");
      expect(statSync(join(dataDir, "postgres")).uid).toBe(65_534);
      expect(mode(join(dataDir, "postgres"))).toBe("700");
      expect(mode(dataDir)).toBe("711");
      expect(mode(join(dataDir, "secrets.json"))).toBe("600");
      await without.stop();
    } finally {
      process.env.PATH = path;
    }
    const again = await startPostgres({ dataDir });
    expect(await query(again.ownerUrl, "SELECT sum(n)::int AS sum FROM kept")).toEqual([{ sum: 19 }]);
    await again.stop();
  });
});

describe("what a killed process leaves behind", () => {
  it("is waited for: parts of a server that have not ended yet", async () => {
    const dataDir = folder();
    const first = await startPostgres({ dataDir });
    const part = new pg.Client({ connectionString: first.ownerUrl });
    part.on("error", () => undefined);
    await part.connect();
    const { rows } = await part.query("SELECT pg_backend_pid() AS pid");
    process.kill(rows[0].pid, "SIGSTOP");
    process.kill(first.pid, "SIGKILL");
    const log = join(dataDir, "postgres.log");
    const second = startPostgres({ dataDir });
    try {
      const refused = vi.waitUntil(() => readFileSync(log, "utf8").includes("pre-existing shared memory"), {
        timeout: 30_000,
        interval: 20,
      });
      await Promise.race([refused, second]);
      await refused;
    } finally {
      process.kill(rows[0].pid, "SIGKILL");
    }
    const server = await second;
    expect(await query(server.adminUrl, "SELECT 1 AS up")).toEqual([{ up: 1 }]);
    await server.stop();
    await part.end().catch(() => undefined);
  });

  it("is nothing: the server ends with the last process that used it", async () => {
    const dataDir = folder();
    const module = new URL("./embedded-postgres.mjs", import.meta.url).href;
    const user = spawn(process.execPath, [
      "--input-type=module",
      "-e",
      `import { startPostgres } from ${JSON.stringify(module)};
       const { pid, adminUrl } = await startPostgres({ dataDir: ${JSON.stringify(dataDir)} });
       console.log(JSON.stringify({ pid, adminUrl }));
       setInterval(() => undefined, 1000);`,
    ]);
    const [said] = await once(user.stdout, "data");
    const { pid, adminUrl } = JSON.parse(said);
    expect(await query(adminUrl, "SELECT 1 AS up")).toEqual([{ up: 1 }]);
    user.kill("SIGKILL");
    await vi.waitUntil(() => !isAlive(pid), { timeout: 30_000, interval: 50 });
  });

  it("does not stand in the way: a pid file whose number has gone to another program", async () => {
    const dataDir = folder();
    const first = await startPostgres({ dataDir });
    const pidFile = join(dataDir, "postgres", "postmaster.pid");
    const lines = readFileSync(pidFile, "utf8").split("\n");
    process.kill(first.pid, "SIGKILL");
    await vi.waitUntil(() => !isAlive(first.pid), { timeout: 30_000, interval: 50 });
    lines[0] = String(process.pid);
    writeFileSync(pidFile, lines.join("\n"));
    const second = await startPostgres({ dataDir });
    expect(await query(second.adminUrl, "SELECT 1 AS up")).toEqual([{ up: 1 }]);
    await second.stop();
  });

  it("is never a second server on the same files: one that does not answer yet is waited for", async () => {
    const dataDir = folder();
    const first = await startPostgres({ dataDir });
    process.kill(first.pid, "SIGSTOP");
    const second = startPostgres({ dataDir });
    await vi.waitUntil(() => existsSync(join(dataDir, "postgres.lock")), { timeout: 30_000, interval: 5 });
    process.kill(first.pid, "SIGCONT");
    expect(await second).toMatchObject({ pid: first.pid, reused: true });
    await first.stop();
  });

  it("says so when the passwords are lost, and makes no others", async () => {
    const dataDir = folder();
    await (await startPostgres({ dataDir })).stop();
    rmSync(join(dataDir, "secrets.json"));
    await expect(startPostgres({ dataDir })).rejects.toThrow(/secrets\.json is missing .*\n.*Put it back/);
    expect(existsSync(join(dataDir, "secrets.json"))).toBe(false);
  });
});
