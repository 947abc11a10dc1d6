import { spawn } from "node:child_process";
import { chmodSync, mkdtempSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, describe, expect, it } from "vitest";
import { startPostgres } from "./embedded-postgres.mjs";
import { takeLock } from "./lock.mjs";
import { migrate } from "./migrate.mjs";

const root = resolve(dirname(fileURLToPath(import.meta.url)), "..");
const folders = [];
afterAll(() => {
  for (const made of folders) rmSync(made, { recursive: true, force: true });
});

function dataFolder() {
  const made = mkdtempSync(join(tmpdir(), "threadline-doctor-"));
  folders.push(made);
  return join(made, "data");
}

function listen() {
  return new Promise((done) => {
    const server = createServer().listen(0, "127.0.0.1", () => done({ server, port: String(server.address().port) }));
  });
}

async function freePort() {
  const { server, port } = await listen();
  await new Promise((done) => server.close(done));
  return port;
}

async function doctor(env) {
  const child = spawn(process.execPath, ["bin/threadline.mjs", "doctor"], {
    cwd: root,
    env: { ...process.env, DATABASE_URL: "", BASE_URL: "", THREADLINE_CHROMIUM: "", ...env },
  });
  let output = "";
  child.stdout.on("data", (data) => {
    output += data;
  });
  const code = await new Promise((done) => child.once("close", done));
  return { code, output };
}

describe("threadline doctor", () => {
  it("finds nothing wrong before the first start, and makes nothing", async () => {
    const { code, output } = await doctor({ THREADLINE_DATA_DIR: dataFolder(), PORT: await freePort() });
    expect(output).toMatch(/^ok {6}Node\.js /);
    expect(output).toMatch(/^note {4}There is no data folder yet/m);
    expect(output).toMatch(/All is well\.\n$/);
    expect(code).toBe(0);
  });

  it("looks into the database, and leaves it as it was", async () => {
    const THREADLINE_DATA_DIR = dataFolder();
    const env = { THREADLINE_DATA_DIR, PORT: await freePort() };
    const server = await startPostgres({ dataDir: THREADLINE_DATA_DIR });
    const before = (await doctor(env)).output;
    expect(before).toMatch(/^ok {6}The embedded database answers \(PostgreSQL 18\./m);
    expect(before).toMatch(/^note {4}It is empty\./m);
    expect((await doctor(env)).output).toMatch(/^note {4}It is empty\./m);
    await migrate(server.ownerUrl);
    expect((await doctor(env)).output).toMatch(/^ok {6}It is up to date\./m);
    // It still runs for whoever started it.
    expect((await startPostgres({ dataDir: THREADLINE_DATA_DIR })).reused).toBe(true);
    await server.stop();
  });

  it("names each thing that is wrong, with what to do next, and ends with 1", async () => {
    const THREADLINE_DATA_DIR = dataFolder();
    const { server, port } = await listen();
    await (await startPostgres({ dataDir: THREADLINE_DATA_DIR })).stop();
    chmodSync(THREADLINE_DATA_DIR, 0o755);
    chmodSync(join(THREADLINE_DATA_DIR, "secrets.json"), 0o644);
    const { code, output } = await doctor({
      THREADLINE_DATA_DIR,
      PORT: port,
      DATABASE_URL: "postgresql://someone:secret@127.0.0.1:1/threadline",
      THREADLINE_CHROMIUM: "/no/such/browser",
    });
    server.close();
    expect(output).toMatch(/^problem .* has mode 755, not 700\.\n +chmod 700 /m);
    expect(output).toMatch(/^problem .*secrets\.json has mode 644.*\n +chmod 600 /m);
    expect(output).toMatch(/^problem Port \d+ on 127\.0\.0\.1 cannot be had \(EADDRINUSE\)\.\n +Set PORT/m);
    expect(output).toMatch(/^problem DATABASE_URL: nothing answers at 127\.0\.0\.1:1\.\n +Start that server/m);
    expect(output).toMatch(/^problem THREADLINE_CHROMIUM names \/no\/such\/browser/m);
    expect(output).toMatch(/^5 problems\.$/m);
    expect(output).not.toContain("secret@");
    expect(code).toBe(1);
  });

  it("tells a start that is under way from one that runs", async () => {
    const THREADLINE_DATA_DIR = dataFolder();
    const release = takeLock(join(THREADLINE_DATA_DIR, "start.lock"));
    chmodSync(THREADLINE_DATA_DIR, 0o700);
    const { output } = await doctor({ THREADLINE_DATA_DIR, PORT: await freePort() });
    release();
    expect(output).toContain(`Threadline is starting (process ${process.pid}).`);
  });

  it("says when a setting is none", async () => {
    const { code, output } = await doctor({ THREADLINE_DATA_DIR: dataFolder(), PORT: "0" });
    expect(output).toMatch(/^problem PORT is 0, which is no port\.\n +Set it to a number/m);
    expect(code).toBe(1);
  });
});
