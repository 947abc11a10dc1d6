import { randomBytes } from "node:crypto";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import pg from "pg";
import { inject } from "vitest";
import { closeDatabase } from "@/lib/db/client";

export interface TestDatabase {
  /** As the role the app runs as. */
  url: string;
  /** As the role that owns the schema. */
  ownerUrl: string;
  dataDir: string;
  drop(): Promise<void>;
}

async function asAdmin(sql: string): Promise<void> {
  const client = new pg.Client({ connectionString: inject("adminUrl") });
  await client.connect();
  try {
    // Cloning needs the template to itself; callers wait their turn.
    await client.query("SELECT pg_advisory_lock(5533207)");
    await client.query(sql);
  } finally {
    await client.end();
  }
}

function withDatabase(url: string, name: string): string {
  const changed = new URL(url);
  changed.pathname = `/${name}`;
  return changed.href;
}

/**
 * A fresh migrated database and data folder of a test's own; the process's pool and settings point at them until
 * `drop`, which also closes the pool.
 */
export async function createTestDatabase(): Promise<TestDatabase> {
  const name = `test_${randomBytes(6).toString("hex")}`;
  await asAdmin(`CREATE DATABASE ${name} TEMPLATE threadline STRATEGY file_copy`);
  await asAdmin(`GRANT CREATE ON DATABASE ${name} TO threadline_app`);
  const dataDir = mkdtempSync(join(tmpdir(), "threadline-test-data-"));
  const url = withDatabase(inject("appUrl"), name);
  const ownerUrl = withDatabase(inject("adminUrl"), name);
  process.env.DATABASE_URL = url;
  process.env.THREADLINE_OWNER_DATABASE_URL = ownerUrl;
  process.env.THREADLINE_DATA_DIR = dataDir;
  return {
    url,
    ownerUrl,
    dataDir,
    async drop() {
      await closeDatabase();
      await asAdmin(`DROP DATABASE IF EXISTS ${name} WITH (FORCE)`);
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
}
