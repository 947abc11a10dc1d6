import { spawn } from "node:child_process";
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { afterEach, describe, expect, it } from "vitest";
import { LOAD_MEMORY, LOAD_OPTIONS } from "./load-processes.mjs";
import { isAlive } from "./lock.mjs";

const root = resolve(dirname(fileURLToPath(import.meta.url)), "..");
const folders = [];
const running = new Set();

afterEach(async () => {
  for (const child of running) {
    child.kill("SIGTERM");
    if (child.exitCode === null && child.signalCode === null) await new Promise((done) => child.once("exit", done));
  }
  running.clear();
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
});

function dataFolder() {
  const folder = mkdtempSync(join(tmpdir(), "threadline-start-"));
  folders.push(folder);
  return join(folder, "data");
}

function listen() {
  return new Promise((done) => {
    const server = createServer().listen(0, "127.0.0.1", () => done({ server, port: server.address().port }));
  });
}

async function freePort() {
  const { server, port } = await listen();
  await new Promise((done) => server.close(done));
  return port;
}

/** Starts `command` with its output kept; `said` waits until it has printed something that matches, or has ended. */
function launch(command, env) {
  const child = spawn(process.execPath, command, {
    cwd: root,
    env: { ...process.env, DATABASE_URL: "", BASE_URL: "", ...env },
    stdio: ["ignore", "pipe", "pipe"],
  });
  running.add(child);
  let output = "";
  const waiting = new Set();
  const look = () => {
    for (const check of waiting) check();
  };
  child.stdout.on("data", (data) => {
    output += data;
    look();
  });
  child.stderr.on("data", (data) => {
    output += data;
    look();
  });
  const ended = new Promise((done) => child.once("close", (code) => done(code)));
  ended.then(look);
  const said = (pattern) =>
    new Promise((done, fail) => {
      const check = () => {
        if (pattern.test(output)) done(output);
        else if (child.exitCode !== null) fail(new Error(`ended without saying ${pattern}:\n${output}`));
        else return;
        waiting.delete(check);
      };
      waiting.add(check);
      check();
    });
  return { child, said, ended };
}

async function until(check) {
  while (!(await check())) await new Promise((done) => setTimeout(done, 50));
}

/** The child of a process that runs a bundle: its command line, and what stands in its environment. */
function childOf(pid, bundle) {
  const children = readFileSync(`/proc/${pid}/task/${pid}/children`, "utf8").trim().split(" ");
  const read = (child, what) => readFileSync(`/proc/${child}/${what}`, "utf8").split("\0");
  const child = children.find((one) => read(one, "cmdline").some((word) => word.endsWith(bundle)));
  return { words: read(child, "cmdline"), environment: read(child, "environ") };
}

const answers = (port) =>
  fetch(`http://127.0.0.1:${port}/healthz`).then(
    (answer) => answer.ok,
    () => false,
  );

describe("npm start", () => {
  it("serves, refuses a second start on the same folder, and leaves nothing behind when its parent is killed", async () => {
    const THREADLINE_DATA_DIR = dataFolder();
    const port = await freePort();
    const env = { THREADLINE_DATA_DIR, PORT: String(port) };
    // A parent that is killed without a word, as npm is when its terminal is.
    const parent = launch(
      [
        "-e",
        `require("node:child_process").spawn(process.execPath, ["bin/start.mjs"], { stdio: "inherit" }); setInterval(() => {}, 1000)`,
      ],
      env,
    );
    await parent.said(/Threadline is at http:\/\/127\.0\.0\.1:\d+/);
    expect(await answers(port)).toBe(true);

    const second = launch(["bin/start.mjs"], { ...env, PORT: String(await freePort()) });
    expect(await second.ended).toBe(1);
    await expect(
      second.said(/already runs on this data folder \(process \d+\)\.\n {2}Stop that one first/),
    ).resolves.toBeTruthy();

    const postgres = Number(
      readFileSync(join(THREADLINE_DATA_DIR, "postgres", "postmaster.pid"), "utf8").split("\n")[0],
    );
    expect(isAlive(postgres)).toBe(true);
    parent.child.kill("SIGKILL");
    await until(() => !isAlive(postgres));
    await until(async () => !(await answers(port)));
    await until(() => !existsSync(join(THREADLINE_DATA_DIR, "start.lock")));
    expect(readdirSync(join(THREADLINE_DATA_DIR, "users"))).toEqual([]);
  });

  it("leaves nothing behind when it is killed itself", async () => {
    const THREADLINE_DATA_DIR = dataFolder();
    const port = await freePort();
    const start = launch(["bin/start.mjs"], { THREADLINE_DATA_DIR, PORT: String(port) });
    await start.said(/Threadline is at/);
    const postgres = Number(
      readFileSync(join(THREADLINE_DATA_DIR, "postgres", "postmaster.pid"), "utf8").split("\n")[0],
    );
    start.child.kill("SIGKILL");
    await until(() => !isAlive(postgres));
    await until(async () => !(await answers(port)));
  });

  it("starts its database again when that was killed, and goes on serving", async () => {
    const THREADLINE_DATA_DIR = dataFolder();
    const port = await freePort();
    const start = launch(["bin/start.mjs"], { THREADLINE_DATA_DIR, PORT: String(port) });
    await start.said(/Threadline is at/);
    const pidFile = join(THREADLINE_DATA_DIR, "postgres", "postmaster.pid");
    const before = readFileSync(pidFile, "utf8").split("\n");
    process.kill(Number(before[0]), "SIGKILL");
    await start.said(/The database ended; it starts again/);
    await start.said(/The database runs again/);
    await until(() => answers(port));
    const after = readFileSync(pidFile, "utf8").split("\n");
    expect(after[0]).not.toBe(before[0]);
    expect(after[3]).toBe(before[3]);
    expect(start.child.exitCode).toBeNull();
    start.child.kill("SIGINT");
    expect(await start.ended).toBe(0);
    expect(isAlive(Number(after[0]))).toBe(false);
  });

  it("stops everything on Ctrl-C, and starts again with what it has", async () => {
    const THREADLINE_DATA_DIR = dataFolder();
    const port = await freePort();
    for (let round = 0; round < 2; round += 1) {
      const start = launch(["bin/start.mjs"], { THREADLINE_DATA_DIR, PORT: String(port) });
      const output = await start.said(/Threadline is at/);
      expect(output.includes("Database brought up to date")).toBe(round === 0);
      if (process.platform === "linux") {
        // The worker loads in as little memory as the command does.
        const { words, environment } = childOf(start.child.pid, "worker.mjs");
        expect(words).toEqual(expect.arrayContaining(LOAD_OPTIONS));
        for (const [name, value] of Object.entries(LOAD_MEMORY)) expect(environment).toContain(`${name}=${value}`);
      }
      start.child.kill("SIGINT");
      expect(await start.ended).toBe(0);
      expect(await answers(port)).toBe(false);
      expect(existsSync(join(THREADLINE_DATA_DIR, "postgres", "postmaster.pid"))).toBe(false);
    }
  });

  it("names a taken port, a port that is none, and a database that does not answer, in a line with a next step", async () => {
    const { server, port } = await listen();
    const taken = launch(["bin/start.mjs"], { THREADLINE_DATA_DIR: dataFolder(), PORT: String(port) });
    await expect(
      taken.said(/Port \d+ on 127\.0\.0\.1 is taken\.\n {2}Free it, or choose another: PORT=/),
    ).resolves.toBeTruthy();
    expect(await taken.ended).toBe(1);
    server.close();
    const none = launch(["bin/start.mjs"], { THREADLINE_DATA_DIR: dataFolder(), PORT: "eighty" });
    await expect(none.said(/PORT is eighty, which is no port\.\n {2}Set it to a number/)).resolves.toBeTruthy();
    const broken = launch(["bin/start.mjs"], {
      THREADLINE_DATA_DIR: dataFolder(),
      PORT: String(await freePort()),
      DATABASE_URL: "postgresql://someone:secret@127.0.0.1:1/threadline",
    });
    const said = await broken.said(/nothing answers at 127\.0\.0\.1:1\.\n {2}Start that server/);
    expect(said).not.toContain("secret");
    expect(await broken.ended).toBe(1);
  });

  it("stops the database again when it fails half way", async () => {
    const THREADLINE_DATA_DIR = dataFolder();
    const env = { THREADLINE_DATA_DIR, PORT: String(await freePort()) };
    const first = launch(["bin/start.mjs"], env);
    await first.said(/Threadline is at/);
    first.child.kill("SIGINT");
    await first.ended;
    writeFileSync(join(THREADLINE_DATA_DIR, "postgres", "PG_VERSION"), "14\n");
    const failing = launch(["bin/start.mjs"], env);
    expect(await failing.ended).toBe(1);
    await expect(failing.said(/made by PostgreSQL 14/)).resolves.toBeTruthy();
    expect(existsSync(join(THREADLINE_DATA_DIR, "postgres", "postmaster.pid"))).toBe(false);
    expect(existsSync(join(THREADLINE_DATA_DIR, "start.lock"))).toBe(false);
  });
});
