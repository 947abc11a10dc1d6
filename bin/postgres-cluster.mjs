// The database folder of the embedded server, and the passwords that open it.
import { spawnSync } from "node:child_process";
import { randomBytes } from "node:crypto";
import {
  chmodSync,
  chownSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { asOrdinaryUser } from "./postgres-binaries.mjs";
import { StartError } from "./start-error.mjs";

export const POSTGRES_MAJOR = "18";

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

/** Makes the database folder beside its place and moves it there whole: a kill half way leaves nothing to trip over. */
function initialise(native, dataDir, pgData, ownerPassword) {
  const half = `${pgData}.new`;
  rmSync(half, { recursive: true, force: true });
  mkdirSync(half, { mode: 0o700 });
  const { prefix, options } = asOrdinaryUser(native, half);
  const passwordFile = join(dataDir, "init-password");
  writeFileSync(passwordFile, ownerPassword, { mode: 0o600 });
  if (options.uid !== undefined) chownSync(passwordFile, options.uid, options.gid);
  const [command, ...args] = [
    ...prefix,
    join(native, "bin", "initdb"),
    `--pgdata=${half}`,
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
    rmSync(half, { recursive: true, force: true });
    throw new StartError(
      `The database could not be made: ${(result.stderr || String(result.error)).trim().split("\n").at(-1)}`,
      "See whether the disk has room and the data folder may be written, and start again.",
    );
  }
  renameSync(half, pgData);
}

/** The passwords of the two roles, made once with the database. */
function readSecrets(dataDir, pgData) {
  const path = join(dataDir, "secrets.json");
  const known = readJson(path);
  if (known?.ownerPassword && known?.appPassword) {
    chmodSync(path, 0o600);
    return known;
  }
  if (existsSync(join(pgData, "PG_VERSION"))) {
    throw new StartError(
      `${path} is missing or damaged, and the database in ${pgData} opens only with it.`,
      "Put it back from a copy, or move the data folder away to begin anew.",
    );
  }
  const made = {
    ownerPassword: randomBytes(24).toString("base64url"),
    appPassword: randomBytes(24).toString("base64url"),
  };
  writeSecret(path, made);
  return made;
}

/**
 * Makes the database folder when there is none.
 *
 * @returns {{ ownerPassword: string, appPassword: string }}
 * @throws StartError when the folder is of another version, is something else, or has lost its passwords
 */
export function openCluster(native, dataDir, pgData) {
  const versionFile = join(pgData, "PG_VERSION");
  if (!existsSync(versionFile)) {
    if (existsSync(pgData) && readdirSync(pgData).length > 0) {
      throw new StartError(`${pgData} is no database folder.`, "Move it away, and start again.");
    }
    rmSync(pgData, { recursive: true, force: true });
    const secrets = readSecrets(dataDir, pgData);
    initialise(native, dataDir, pgData, secrets.ownerPassword);
    return secrets;
  }
  const version = readFileSync(versionFile, "utf8").trim();
  if (version !== POSTGRES_MAJOR) {
    throw new StartError(
      `The database in ${pgData} was made by PostgreSQL ${version}; this Threadline brings ${POSTGRES_MAJOR}.`,
      `Dump it with PostgreSQL ${version}'s pg_dump and load it afresh, or move the folder away to begin anew.`,
    );
  }
  return readSecrets(dataDir, pgData);
}
