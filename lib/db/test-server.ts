import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import pg from "pg";
import type { TestProject } from "vitest/node";
import { startPostgres } from "../../bin/embedded-postgres.mjs";
import { migrate } from "../../bin/migrate.mjs";

declare module "vitest" {
  interface ProvidedContext {
    /** The migrated database `threadline` serves as the template of every test's own. */
    adminUrl: string;
    appUrl: string;
  }
}

/** What the machine loses when its power goes is no concern of a server that lives for one run; making databases is half as long. */
async function neverMind(adminUrl: string): Promise<void> {
  const client = new pg.Client({ connectionString: adminUrl });
  await client.connect();
  try {
    for (const setting of ["fsync", "full_page_writes", "synchronous_commit"])
      await client.query(`ALTER SYSTEM SET ${setting} = off`);
    await client.query("SELECT pg_reload_conf()");
  } finally {
    await client.end();
  }
}

/** One real server for a run of the database tests, in a folder that is gone afterwards. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const dataDir = mkdtempSync(join(tmpdir(), "threadline-test-"));
  const server = await startPostgres({ dataDir });
  await neverMind(server.adminUrl);
  await migrate(server.ownerUrl);
  project.provide("adminUrl", server.adminUrl);
  project.provide("appUrl", server.appUrl);
  return async () => {
    await server.stop();
    rmSync(dataDir, { recursive: true, force: true });
  };
}
