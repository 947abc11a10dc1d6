#!/usr/bin/env node
// npm start: installs, starts the database, migrates, builds, serves, and runs the worker beside it.
import { spawn } from "node:child_process";
import { rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { openDataFolder } from "./data-folder.mjs";
import { LOAD_MEMORY, LOAD_OPTIONS } from "./load-processes.mjs";
import { lockHolder, takeLock, waitForLock } from "./lock.mjs";
import { BUNDLES, buildPages, bundle, checkNode, generate, install, ROOT, stopPreparing } from "./prepare.mjs";
import { QUIET_SDK, readSettings } from "./settings.mjs";
import { StartError } from "./start-error.mjs";
import { webOptions } from "./web-processes.mjs";

checkNode();

const startedAt = Date.now();
const say = (line) => console.log(`[${((Date.now() - startedAt) / 1000).toFixed(1).padStart(5)} s] ${line}`);
const children = new Set();
let stopping = null;
let releaseLock = () => undefined;
let opening = null;
let database = null;

/** Ends everything this process started, the database last. */
function stop(code, why) {
  stopping ??= (async () => {
    if (why) say(why);
    stopPreparing();
    for (const child of children) child.kill("SIGTERM");
    const gone = Promise.all([...children].map((child) => new Promise((done) => child.once("exit", done))));
    await Promise.race([gone, sleep(8_000)]);
    for (const child of children) child.kill("SIGKILL");
    await opening?.catch(() => undefined);
    await database?.stop();
    releaseLock();
    process.exit(code);
  })();
  return stopping;
}

for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) process.on(signal, () => stop(0, "Stopping"));

// npm does not pass every signal on, and a killed one none: when the parent is gone, so are we.
const parent = process.ppid;
setInterval(() => {
  if (process.ppid !== parent) stop(0, "The process that started Threadline is gone: stopping");
}, 500).unref();

function portIsFree(host, port) {
  return new Promise((done, fail) => {
    const server = createServer();
    server.once("error", (error) => {
      if (error.code === "EADDRINUSE")
        fail(
          new StartError(`Port ${port} on ${host} is taken.`, `Free it, or choose another: PORT=${port + 1} npm start`),
        );
      else
        fail(
          new StartError(
            `Threadline cannot listen on ${host}:${port}: ${error.message}.`,
            "Set HOST and PORT to an address of this machine.",
          ),
        );
    });
    server.listen(port, host, () => server.close(() => done()));
  });
}

function run(name, args, env) {
  const child = spawn(process.execPath, ["--import", join(ROOT, "bin/watch-parent.mjs"), ...args], {
    cwd: ROOT,
    env: { ...QUIET_SDK, ...process.env, ...env },
    stdio: ["ignore", "inherit", "inherit"],
    detached: true,
  });
  children.add(child);
  child.once("exit", () => children.delete(child));
  child.once("error", (error) => say(`${name}: ${error.message}`));
  return child;
}

/** The worker starts again when it dies, after a pause that grows while it keeps dying. */
function keepWorker(env, pauseMs = 1_000) {
  const began = Date.now();
  run("worker", [...LOAD_OPTIONS, join(BUNDLES, "worker.mjs")], { ...LOAD_MEMORY, ...process.env, ...env }).once(
    "exit",
    async (code, signal) => {
      if (stopping) return;
      const pause = Date.now() - began > 60_000 ? 1_000 : pauseMs;
      say(`The worker ended (${signal ?? code}); it starts again in ${pause / 1000} s`);
      await sleep(pause);
      if (!stopping) keepWorker(env, Math.min(pause * 2, 30_000));
    },
  );
}

/** A database that ended by itself is started again, where the web server and the worker look for it. */
async function keepDatabase() {
  while (!stopping) {
    await sleep(1_000);
    if (stopping || database.isServing()) continue;
    say("The database ended; it starts again");
    try {
      await database.startAgain();
      say("The database runs again");
    } catch (error) {
      say(`The database does not start again: ${error.message}`);
      await sleep(10_000);
    }
  }
}

async function waitUntilServing(url, server) {
  while (server.exitCode === null && !stopping) {
    const answer = await fetch(`${url}/healthz`).catch(() => null);
    if (answer) return answer.ok;
    await sleep(100);
  }
  return false;
}

async function main() {
  const settings = readSettings();
  openDataFolder(settings.dataDir);
  const lock = join(settings.dataDir, "start.lock");
  const release = takeLock(lock);
  if (!release) {
    throw new StartError(
      `Threadline already runs on this data folder (process ${lockHolder(lock)?.pid ?? "unknown"}).`,
      "Stop that one first, or set THREADLINE_DATA_DIR to another folder and PORT to another port.",
    );
  }
  const address = join(settings.dataDir, "address");
  releaseLock = () => {
    rmSync(address, { force: true });
    release();
  };
  await portIsFree(settings.host, settings.port);

  const built = await waitForLock(join(ROOT, ".threadline", "prepare.lock"), () =>
    say("Waiting for another command to finish building"),
  );
  try {
    await install(say);
    await generate(say);
    await bundle(say);
    await buildPages(say);
  } finally {
    built();
  }
  if (stopping) return;

  const { openDatabase } = await import("./database.mjs");
  opening = openDatabase(settings).then((opened) => {
    database = opened;
  });
  await opening;
  if (database.migrated.length > 0) say(`Database brought up to date (${database.migrated.length} steps)`);
  if (stopping) return;
  void keepDatabase();

  const env = {
    ...database.env,
    THREADLINE_DATA_DIR: settings.dataDir,
    HOST: settings.host,
    PORT: String(settings.port),
    BASE_URL: settings.baseUrl ?? "",
    NODE_ENV: "production",
    NEXT_TELEMETRY_DISABLED: "1",
  };
  const { makeSetupToken } = await import("./setup-token.mjs");
  const token = await makeSetupToken(database.env.DATABASE_URL);
  // Only what people wait for is cut short; the worker and commands take the time they need.
  const web = { ...env, THREADLINE_STATEMENT_TIMEOUT_MS: process.env.THREADLINE_STATEMENT_TIMEOUT_MS || "30000" };
  const server = run(
    "web",
    [...webOptions(ROOT), join(ROOT, "bin/web.mjs"), settings.host, String(settings.port)],
    web,
  );
  server.once("exit", (code, signal) => {
    if (!stopping) stop(1, `The web server ended (${signal ?? code}): stopping`);
  });
  keepWorker(env);
  const reach = settings.host === "0.0.0.0" || settings.host === "::" ? "127.0.0.1" : settings.host;
  const url = `http://${reach.includes(":") ? `[${reach}]` : reach}:${settings.port}`;
  const healthy = await waitUntilServing(url, server);
  if (stopping) return;
  writeFileSync(address, url, { mode: 0o600 });
  const at = settings.baseUrl?.replace(/\/$/, "") ?? url;
  say(`Threadline is at ${at}${healthy ? "" : " (but it reports a problem: npx threadline doctor)"}`);
  if (token) say(`Make the owner's account, once: ${at}/welcome?token=${token}`);
  say("Ctrl-C stops it");
}

main().catch((error) => {
  // What fails because everything is being ended needs no telling.
  if (stopping) return stopping;
  console.error(error.name === "StartError" ? error.message : error.stack);
  return stop(1);
});
