// The folder that holds the database, the originals and the passwords: closed to other users.
import { chmodSync, existsSync, mkdirSync, readdirSync, statSync } from "node:fs";
import { join } from "node:path";
import { StartError } from "./start-error.mjs";

/**
 * The mode the folder is to have. Where PostgreSQL runs as another user than the folder's (see asOrdinaryUser), that one
 * must be able to pass through; it sees and reads nothing on its way.
 */
export function dataFolderMode(dataDir) {
  const below = ["postgres", "postgres.new"].map((name) => join(dataDir, name)).filter((path) => existsSync(path));
  return below.some((path) => statSync(path).uid !== statSync(dataDir).uid) ? 0o711 : 0o700;
}

/**
 * Makes the folder when there is none, and closes it.
 *
 * @throws StartError when it is another user's, or cannot be written
 */
export function openDataFolder(dataDir) {
  try {
    mkdirSync(join(dataDir, "users"), { recursive: true, mode: 0o700 });
    chmodSync(dataDir, dataFolderMode(dataDir));
    const pgData = join(dataDir, "postgres");
    if (existsSync(pgData)) readdirSync(pgData);
  } catch (error) {
    if (error.code === "ENOSPC") throw new StartError(`The disk of ${dataDir} is full.`, "Make room, and start again.");
    if (!["EACCES", "EPERM", "EROFS", "ENOTDIR", "EEXIST"].includes(error.code)) throw error;
    throw new StartError(
      `The data folder ${dataDir} cannot be written (${error.code}).`,
      "Start Threadline as the user that owns it, or set THREADLINE_DATA_DIR to a folder of yours.",
    );
  }
}
