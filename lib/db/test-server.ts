import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
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

/** One real server for a run of the database tests, in a folder that is gone afterwards. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const dataDir = mkdtempSync(join(tmpdir(), "threadline-test-"));
  const server = await startPostgres({ dataDir });
  await migrate(server.ownerUrl);
  project.provide("adminUrl", server.adminUrl);
  project.provide("appUrl", server.appUrl);
  return async () => {
    await server.stop();
    rmSync(dataDir, { recursive: true, force: true });
  };
}
