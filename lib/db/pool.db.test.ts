import { afterAll, beforeAll, expect, it } from "vitest";
import { closePool, pool } from "@/lib/db/pool";
import { createTestDatabase, type TestDatabase } from "@/lib/db/test-database";

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.drop());

it("stops a query that takes longer than a page may, and none where nothing is set", async () => {
  await closePool();
  process.env.THREADLINE_STATEMENT_TIMEOUT_MS = "50";
  try {
    await expect(pool().query("SELECT pg_sleep(5)")).rejects.toMatchObject({ code: "57014" });
  } finally {
    delete process.env.THREADLINE_STATEMENT_TIMEOUT_MS;
    await closePool();
  }
  await expect(pool().query("SELECT pg_sleep(0.1)")).resolves.toMatchObject({ rowCount: 1 });
});
