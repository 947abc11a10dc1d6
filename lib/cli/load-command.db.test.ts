import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { findCase } from "@/lib/cases/find-case";
import { loadCommand } from "@/lib/cli/load-command";
import { createTestDatabase, type TestDatabase } from "@/lib/db/test-database";
import { flowLog, writeFiles } from "@/lib/ingest/test-corpus";

let database: TestDatabase;
let folder: string;
beforeAll(async () => {
  database = await createTestDatabase();
  folder = await mkdtemp(path.join(tmpdir(), "threadline-load-"));
  await writeFiles(folder, { "a.log": flowLog([{ minute: 1 }]) });
});
afterAll(async () => {
  await database.drop();
  await rm(folder, { recursive: true });
});

async function run(...args: string[]): Promise<string> {
  const said: string[] = [];
  const write = vi.spyOn(process.stdout, "write").mockImplementation((text) => said.push(String(text)) > 0);
  try {
    await loadCommand().exitOverride().parseAsync(args, { from: "user" });
  } finally {
    write.mockRestore();
  }
  return said.join("");
}

describe("threadline load", () => {
  it("opens the case once and says what was new", async () => {
    expect(await run(folder, "--case", "Case one")).toBe(
      "1 files loaded, 0 already known, 0 failed: 1 records, 0 duplicates, 0 rejected\n",
    );
    const opened = await findCase("Case one");
    expect(await run(folder, "--case", "Case one")).toMatch(/^0 files loaded, 1 already known/);
    expect(await findCase("Case one")).toMatchObject({ id: opened?.id, revision: 2 });
  });

  it("refuses a path that is not there as bad usage, and opens no case for it", async () => {
    await expect(run(path.join(folder, "nothing"), "--case", "Case two")).rejects.toMatchObject({ exitCode: 2 });
    expect(await findCase("Case two")).toBeNull();
  });
});
