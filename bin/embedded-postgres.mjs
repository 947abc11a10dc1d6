// Runs the PostgreSQL server that comes with the installation: real binaries, a data folder of our own, loopback only.
import { spawn } from "node:child_process";
import { closeSync, existsSync, openSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { join } from "node:path";
import { openDataFolder } from "./data-folder.mjs";
import { waitForLock } from "./lock.mjs";
import { asOrdinaryUser, postgresBinaries } from "./postgres-binaries.mjs";
import { openCluster, POSTGRES_MAJOR } from "./postgres-cluster.mjs";
import { serverSettings } from "./postgres-settings.mjs";
import { commandNames, isAlive, signature, signedBy } from "./processes.mjs";
import { StartError } from "./start-error.mjs";

export { POSTGRES_MAJOR, StartError };

const READY_WITHIN_MS = 60_000;
const GONE_WITHIN_MS = 60_000;
const CLEAR_WITHIN_MS = 20_000;

function freePort(wanted = 0) {
  return new Promise((done, fail) => {
    const server = createServer();
    server.once("error", fail);
    server.listen(wanted, "127.0.0.1", () => {
      const { port } = server.address();
      server.close(() => done(port));
    });
  });
}

/** The server of this very folder, when it runs. */
function runningServer(pgData) {
  try {
    const lines = readFileSync(join(pgData, "postmaster.pid"), "utf8").split("\n");
    const pid = Number(lines[0]);
    return isAlive(pid) && commandNames(pid, pgData) ? { pid, port: Number(lines[3]) } : null;
  } catch {
    return null;
  }
}

/**
 * The server will not start while its pid file names a process that is there, even one that has ended and waits to be
 * collected, or another program that got the number since. Only the number is blotted out: from the rest it tells
 * whether parts of it still run.
 */
function forgetForeignPid(pgData) {
  const path = join(pgData, "postmaster.pid");
  if (process.platform === "win32" || !existsSync(path)) return;
  const lines = readFileSync(path, "utf8").split("\n");
  lines[0] = "2147483646";
  writeFileSync(path, lines.join("\n"));
}

/** Where a server listened that ended without a word, for those who use it look for it there; else wherever there is room. */
function portFor(pgData) {
  try {
    return freePort(Number(readFileSync(join(pgData, "postmaster.pid"), "utf8").split("\n")[3])).catch(() =>
      freePort(),
    );
  } catch {
    return freePort();
  }
}

/** Ends the server when the last process that uses it is gone, however it went. Costs one sleeping shell. */
const GUARD = `while kill -0 "$0" 2>/dev/null; do
  used=
  for user in "$1"/*; do
    pid=\${user##*/}
    if [ -e "/proc/$pid" ] || kill -0 "$pid" 2>/dev/null; then used=1; fi
  done
  if [ -z "$used" ]; then kill -INT "$0"; exit; fi
  sleep 1
done`;

function guard(pid, users) {
  if (process.platform === "win32") return;
  const child = spawn("sh", ["-c", GUARD, String(pid), users], { cwd: "/", stdio: "ignore", detached: true });
  child.once("error", () => undefined);
  child.unref();
}

async function canConnect(url) {
  const { default: pg } = await import("pg");
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 2_000 });
  client.on("error", () => undefined);
  try {
    await client.connect();
    await client.query("SELECT 1");
    return { ok: true };
  } catch (error) {
    return { ok: false, error };
  } finally {
    await client.end().catch(() => undefined);
  }
}

async function prepareRoles(adminUrl, appPassword) {
  const { default: pg } = await import("pg");
  const client = new pg.Client({ connectionString: adminUrl });
  await client.connect();
  try {
    const app = await client.query("SELECT 1 FROM pg_roles WHERE rolname = 'threadline_app'");
    const verb = app.rowCount === 0 ? "CREATE" : "ALTER";
    await client.query(
      `${verb} ROLE threadline_app LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE PASSWORD ${client.escapeLiteral(appPassword)}`,
    );
    const database = await client.query("SELECT 1 FROM pg_database WHERE datname = 'threadline'");
    if (database.rowCount === 0) await client.query("CREATE DATABASE threadline OWNER threadline_owner");
  } finally {
    await client.end();
  }
}

function urlOf(role, password, port, database = "threadline") {
  return `postgresql://${role}:${encodeURIComponent(password)}@127.0.0.1:${port}/${database}`;
}

async function waitUntilReady(url, isRunning) {
  const until = Date.now() + READY_WITHIN_MS;
  let last;
  while (Date.now() < until && isRunning()) {
    last = await canConnect(url);
    if (last.ok) return;
    if (last.error.code === "28P01") {
      throw new StartError(
        "The database refuses the password in secrets.json.",
        "Put back the secrets.json that was made with it, or move the data folder away to begin anew.",
      );
    }
    await new Promise((done) => setTimeout(done, 40));
  }
  throw last?.error ?? new Error("the server stopped");
}

async function launch(native, dataDir, pgData, adminUrlAt) {
  forgetForeignPid(pgData);
  const port = await portFor(pgData);
  const { prefix, options } = asOrdinaryUser(native, pgData);
  const flags = Object.entries(serverSettings(port)).flatMap(([name, value]) => ["-c", `${name}=${value}`]);
  const [command, ...args] = [...prefix, join(native, "bin", "postgres"), "-D", pgData, ...flags];
  const log = openSync(join(dataDir, "postgres.log"), "a", 0o600);
  const child = spawn(command, args, { ...options, stdio: ["ignore", log, log], detached: true });
  closeSync(log);
  child.unref();
  try {
    await new Promise((ready, fail) => child.once("spawn", ready).once("error", fail));
    guard(child.pid, join(dataDir, "users"));
    await waitUntilReady(adminUrlAt(port), () => child.exitCode === null && child.signalCode === null);
    return { pid: child.pid, port };
  } catch (error) {
    child.kill("SIGINT");
    if (error instanceof StartError) throw error;
    throw new StartError(
      `The database does not start: ${error.message}`,
      `Its own words are at the end of ${join(dataDir, "postgres.log")}.`,
    );
  }
}

/** After a crash, parts of the old server take a moment to end; until then the new one rightly refuses to start. */
async function launchWhenClear(native, dataDir, pgData, adminUrlAt) {
  const path = join(dataDir, "postgres.log");
  const until = Date.now() + CLEAR_WITHIN_MS;
  for (;;) {
    const before = existsSync(path) ? statSync(path).size : 0;
    try {
      return await launch(native, dataDir, pgData, adminUrlAt);
    } catch (error) {
      const said = readFileSync(path).subarray(before).toString();
      if (!/pre-existing shared memory block|lock file .* already exists/.test(said) || Date.now() > until) throw error;
      await new Promise((done) => setTimeout(done, 200));
    }
  }
}

/**
 * The server that runs, once it answers; it may still be recovering. A second one on the same files would destroy them:
 * none is ever started beside it.
 */
async function answeringServer(pgData, adminUrlAt) {
  const running = runningServer(pgData);
  if (!running) return null;
  try {
    await waitUntilReady(adminUrlAt(running.port), () => runningServer(pgData) !== null);
    return running;
  } catch (error) {
    if (runningServer(pgData) === null) return null;
    if (error instanceof StartError) throw error;
    throw new StartError(
      `The database of this folder runs (process ${running.pid}) but does not answer: ${error.message}`,
      "Wait a little, or end that process, and start again.",
    );
  }
}

async function find(dataDir) {
  const native = postgresBinaries();
  const pgData = join(dataDir, "postgres");
  const secrets = openCluster(native, dataDir, pgData);
  const adminUrlAt = (port) => urlOf("threadline_owner", secrets.ownerPassword, port, "postgres");
  const running = await answeringServer(pgData, adminUrlAt);
  const { pid, port } = running ?? (await launchWhenClear(native, dataDir, pgData, adminUrlAt));
  await prepareRoles(adminUrlAt(port), secrets.appPassword);
  return {
    ownerUrl: urlOf("threadline_owner", secrets.ownerPassword, port),
    appUrl: urlOf("threadline_app", secrets.appPassword, port),
    adminUrl: adminUrlAt(port),
    pid,
    reused: running !== null,
  };
}

async function end(pgData) {
  const server = runningServer(pgData);
  if (!server) return;
  process.kill(server.pid, "SIGINT");
  const until = Date.now() + GONE_WITHIN_MS;
  while (runningServer(pgData)) {
    // Its log of changes is on the disk: what it cannot write down now it makes up for at the next start.
    if (Date.now() > until) process.kill(server.pid, "SIGQUIT");
    await new Promise((done) => setTimeout(done, 25));
  }
}

/** Whether the server of a data folder runs. */
export function isServing(dataDir) {
  return runningServer(join(dataDir, "postgres")) !== null;
}

/**
 * Starts the embedded server, or finds it running: it serves every process of this installation at once.
 *
 * @param {{ dataDir: string }} where the data folder; made with mode 0700 when it is not there
 * @returns {Promise<{ ownerUrl: string, appUrl: string, adminUrl: string, pid: number, reused: boolean, stop(): Promise<void> }>}
 *   `reused` is true when it ran already; `stop` ends the server when no other process uses it, and waits until it is gone
 */
export async function startPostgres({ dataDir }) {
  openDataFolder(dataDir);
  const users = join(dataDir, "users");
  const mark = join(users, String(process.pid));
  const isUsed = () => readdirSync(users).some((name) => signedBy(readFileSync(join(users, name), "utf8") || name));
  const locked = async (work) => {
    const release = await waitForLock(join(dataDir, "postgres.lock"));
    try {
      return await work();
    } finally {
      release();
    }
  };
  const server = await locked(async () => {
    writeFileSync(mark, signature(), { mode: 0o600 });
    try {
      return await find(dataDir);
    } catch (error) {
      rmSync(mark, { force: true });
      throw error;
    }
  });
  const stop = () =>
    locked(async () => {
      rmSync(mark, { force: true });
      if (!isUsed()) await end(join(dataDir, "postgres"));
    });
  return { ...server, stop };
}
