import { existsSync, readFileSync } from "node:fs";
import type { Socket } from "node:net";
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

/** Linux says of each connection which timer runs for it: 2 stands for one that asks whether the other end is there. */
const SOCKETS = "/proc/net/tcp";

it.skipIf(!existsSync(SOCKETS))("asks the other end of a silent connection whether it is there", async () => {
  const client = await pool().connect();
  try {
    const { localPort } = (client as unknown as { connection: { stream: Socket } }).connection.stream;
    const port = (localPort ?? 0).toString(16).toUpperCase().padStart(4, "0");
    const line = readFileSync(SOCKETS, "utf8")
      .split("\n")
      .find((one) => one.trim().split(/\s+/)[1]?.endsWith(`:${port}`));
    expect(line?.trim().split(/\s+/)[5]).toMatch(/^02:/);
  } finally {
    client.release();
  }
});
