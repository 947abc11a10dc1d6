// The database of an installation: the user's own by DATABASE_URL, else the embedded one.
import { mkdirSync, statfsSync } from "node:fs";
import { isServing, startPostgres } from "./embedded-postgres.mjs";
import { migrate } from "./migrate.mjs";
import { StartError } from "./start-error.mjs";

const LEAST_FREE_BYTES = 500 * 1000 ** 2;
const OLDEST_MAJOR = 15;

function explain(error, url) {
  let where = "the database";
  try {
    where = `${new URL(url).hostname}:${new URL(url).port || 5432}`;
  } catch {
    return new StartError("DATABASE_URL is no URL.", "Write it as postgresql://USER:PASSWORD@HOST:PORT/DATABASE.");
  }
  switch (error.code) {
    case "ECONNREFUSED":
    case "ENOTFOUND":
    case "EAI_AGAIN":
    case "ETIMEDOUT":
      return new StartError(`DATABASE_URL: nothing answers at ${where}.`, "Start that server or correct the address.");
    case "28P01":
    case "28000":
      return new StartError(
        `DATABASE_URL: ${where} refuses the user or the password.`,
        "Correct them in DATABASE_URL.",
      );
    case "3D000":
      return new StartError(`DATABASE_URL: the database does not exist on ${where}.`, "Create it, or name another.");
    default:
      return new StartError(
        `DATABASE_URL: ${error.message}`,
        "Correct DATABASE_URL, or unset it to use the embedded database.",
      );
  }
}

async function checkOwn(url) {
  const { default: pg } = await import("pg");
  let client;
  try {
    client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 5_000 });
    client.on("error", () => undefined);
    await client.connect();
    const { rows } = await client.query("SHOW server_version_num");
    const major = Math.floor(Number(rows[0].server_version_num) / 10_000);
    if (major < OLDEST_MAJOR) {
      throw new StartError(
        `DATABASE_URL: PostgreSQL ${major} is too old.`,
        `Threadline needs ${OLDEST_MAJOR} or newer.`,
      );
    }
  } catch (error) {
    throw error instanceof StartError ? error : explain(error, url);
  } finally {
    await client?.end().catch(() => undefined);
  }
}

/** What serves people never has the owner's password, not in its environment either: it could change the audit trail by it. */
function appEnv(url) {
  return { DATABASE_URL: url, THREADLINE_OWNER_DATABASE_URL: undefined };
}

/**
 * Makes sure that the database runs and, unless told to leave it as it is, is up to date.
 *
 * @returns {Promise<{ env: Record<string, string | undefined>, ownerUrl: string, embedded: boolean, migrated: string[],
 *   isServing(): boolean, startAgain(): Promise<void>, stop(): Promise<void> }>}
 *   the settings by which processes find it, and the address by which its owner does; `isServing` is false once the embedded one has ended
 *   by itself, and `startAgain` starts it at the same address
 * @throws StartError in one line, with a next step
 */
export async function openDatabase({ dataDir, databaseUrl, ownerUrl }, { bringUpToDate = true } = {}) {
  if (databaseUrl) {
    await checkOwn(databaseUrl);
    const migrated = !bringUpToDate
      ? []
      : await migrate(ownerUrl ?? databaseUrl).catch((error) => {
          throw new StartError(
            error.message,
            "See the database's own log; nothing was changed by the step that failed.",
          );
        });
    return {
      env: appEnv(databaseUrl),
      ownerUrl: ownerUrl ?? databaseUrl,
      embedded: false,
      migrated,
      isServing: () => true,
      startAgain: async () => undefined,
      stop: async () => undefined,
    };
  }
  return openEmbedded(dataDir, bringUpToDate);
}

function checkRoom(dataDir) {
  mkdirSync(dataDir, { recursive: true, mode: 0o700 });
  const { bavail, bsize } = statfsSync(dataDir);
  if (bavail * bsize >= LEAST_FREE_BYTES) return;
  throw new StartError(
    `Only ${Math.round((bavail * bsize) / 1e6)} MB are free where ${dataDir} lies.`,
    "Make room (500 MB at least), and start again.",
  );
}

async function openEmbedded(dataDir, bringUpToDate) {
  checkRoom(dataDir);
  const server = await startPostgres({ dataDir });
  try {
    const migrated = !bringUpToDate
      ? []
      : await migrate(server.ownerUrl).catch((error) => {
          throw new StartError(error.message, "Nothing was changed by the step that failed.");
        });
    return {
      env: appEnv(server.appUrl),
      ownerUrl: server.ownerUrl,
      embedded: true,
      migrated,
      isServing: () => isServing(dataDir),
      startAgain: async () => {
        const { appUrl } = await startPostgres({ dataDir });
        if (appUrl !== server.appUrl)
          throw new StartError(
            "The database listens at another port than before.",
            "Stop Threadline and start it again.",
          );
      },
      stop: server.stop,
    };
  } catch (error) {
    await server.stop();
    throw error;
  }
}
