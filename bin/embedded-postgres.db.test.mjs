import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import pg from "pg";
import { afterAll, describe, expect, it } from "vitest";
import { openDatabase } from "./database.mjs";
import { startPostgres } from "./embedded-postgres.mjs";

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
