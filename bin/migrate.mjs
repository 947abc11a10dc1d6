// Applies Prisma's migrations at start, without its command line. Keeps Prisma's own table, checksums and lock, so
// that `prisma migrate status` and `deploy` accept what it did, and it accepts what they did.
import { createHash, randomUUID } from "node:crypto";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import pg from "pg";

const FOLDER = resolve(dirname(fileURLToPath(import.meta.url)), "..", "prisma", "migrations");
/** The advisory lock that Prisma's own command takes. */
const PRISMA_MIGRATE_LOCK = 72_707_369;

const TABLE = `CREATE TABLE IF NOT EXISTS "_prisma_migrations" (
  "id" VARCHAR(36) PRIMARY KEY NOT NULL, "checksum" VARCHAR(64) NOT NULL, "finished_at" TIMESTAMPTZ,
  "migration_name" VARCHAR(255) NOT NULL, "logs" TEXT, "rolled_back_at" TIMESTAMPTZ,
  "started_at" TIMESTAMPTZ NOT NULL DEFAULT now(), "applied_steps_count" INTEGER NOT NULL DEFAULT 0)`;

/** Every migration of a folder in its order: name, SQL and SHA-256 of the file. */
export function readMigrations(folder = FOLDER) {
  return readdirSync(folder)
    .filter((name) => existsSync(join(folder, name, "migration.sql")))
    .sort()
    .map((name) => {
      const sql = readFileSync(join(folder, name, "migration.sql"), "utf8");
      return { name, sql, checksum: createHash("sha256").update(sql).digest("hex") };
    });
}

/**
 * Brings a database up to date, one transaction a migration. Two callers at once wait for each other.
 *
 * @param {string} databaseUrl of the role that owns the schema
 * @returns {Promise<string[]>} names of the migrations it applied
 * @throws when an applied migration's file has changed, or one that is no longer here stands in the database
 */
export async function migrate(databaseUrl, folder = FOLDER) {
  const migrations = readMigrations(folder);
  const client = new pg.Client({ connectionString: databaseUrl });
  client.on("error", () => undefined);
  await client.connect();
  try {
    await client.query("SELECT pg_advisory_lock($1)", [PRISMA_MIGRATE_LOCK]);
    await client.query(TABLE);
    const { rows } = await client.query(
      `SELECT migration_name, checksum FROM "_prisma_migrations" WHERE finished_at IS NOT NULL AND rolled_back_at IS NULL`,
    );
    const applied = new Map(rows.map((row) => [row.migration_name, row.checksum]));
    const unknown = [...applied.keys()].find((name) => !migrations.some((migration) => migration.name === name));
    if (unknown)
      throw new Error(
        `The database has migration ${unknown}, which this Threadline does not know: it was made by a newer one.`,
      );
    const done = [];
    for (const { name, sql, checksum } of migrations) {
      const known = applied.get(name);
      if (known === checksum) continue;
      if (known) throw new Error(`Migration ${name} has changed since it was applied.`);
      await client.query("BEGIN");
      try {
        await client.query(sql);
        await client.query(
          `INSERT INTO "_prisma_migrations" (id, checksum, finished_at, migration_name, applied_steps_count)
           VALUES ($1, $2, now(), $3, 1)`,
          [randomUUID(), checksum, name],
        );
        await client.query("COMMIT");
      } catch (error) {
        await client.query("ROLLBACK");
        throw new Error(`Migration ${name} failed: ${error.message}`);
      }
      done.push(name);
    }
    return done;
  } finally {
    await client.end();
  }
}
