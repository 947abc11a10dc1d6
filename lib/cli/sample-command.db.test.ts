import { mkdtemp, readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { findCase } from "@/lib/cases/find-case";
import { sampleCommand } from "@/lib/cli/sample-command";
import { prisma } from "@/lib/db/client";
import { createTestDatabase, type TestDatabase } from "@/lib/db/test-database";
import { INCIDENT } from "@/prisma/incidents/web-tier/write-incident";

let database: TestDatabase;
let folder: string;
beforeAll(async () => {
  database = await createTestDatabase();
  folder = await mkdtemp(path.join(tmpdir(), "threadline-sample-"));
});
afterAll(async () => {
  await database.drop();
  await rm(folder, { recursive: true });
});

async function run(...args: string[]): Promise<string> {
  const said: string[] = [];
  const out = vi.spyOn(process.stdout, "write").mockImplementation((text) => said.push(String(text)) > 0);
  const notes = vi.spyOn(process.stderr, "write").mockImplementation(() => true);
  try {
    await sampleCommand().exitOverride().parseAsync(args, { from: "user" });
  } finally {
    out.mockRestore();
    notes.mockRestore();
  }
  return said.join("");
}

describe("threadline sample", () => {
  it("writes the files alone when it is not asked to load, and says how to look into them", async () => {
    const alone = path.join(folder, "it's alone");
    const said = await run(alone, "--scale", "0.01");
    expect(said).toBe(`npx threadline investigate '${alone.replace("'", "'\\''")}' --ip ${INCIDENT.indicator}\n`);
    expect((await readdir(alone)).sort()).toEqual(["AWSLogs", "again", "describe", "notes.txt"]);
  });

  it("refuses a share that is none", async () => {
    await expect(run(path.join(folder, "never"), "--scale", "lots")).rejects.toThrow(/0\.01 to 1/);
  });

  it("refuses a folder that holds something, and leaves it as it was", async () => {
    const taken = await mkdtemp(path.join(folder, "taken-"));
    await writeFile(path.join(taken, "mine.txt"), "mine");
    await expect(run(taken)).rejects.toThrow(/not empty/);
    expect(await readdir(taken)).toEqual(["mine.txt"]);
  });

  it("opens the case of the story with its indicator and window, and loads every file", async () => {
    const said = await run(path.join(folder, "new"), "--load", "--scale", "0.02");
    expect(said).toMatch(/^Sample incident: .*: 20\d files loaded, 1 already known, \d{5} records/);
    const opened = await findCase(INCIDENT.title);
    expect(opened).toMatchObject({ windowFrom: INCIDENT.from, windowTo: INCIDENT.to });
    const indicators = await prisma().indicator.findMany({ where: { caseId: opened?.id } });
    expect(indicators.map(({ kind, value }) => [kind, value])).toEqual([["address", INCIDENT.indicator]]);
  });
});
