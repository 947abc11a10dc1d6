import { readdir } from "node:fs/promises";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { operatorCalled } from "@/lib/auth/test-people";
import { dropCase } from "@/lib/cases/drop-case";
import { givenFolder } from "@/lib/cases/given-files";
import { keepFinding } from "@/lib/cases/keep-finding";
import { prisma } from "@/lib/db/client";
import { pool } from "@/lib/db/pool";
import { createTestDatabase, type TestDatabase } from "@/lib/db/test-database";
import { runLoad } from "@/lib/ingest/run-load";
import { openSampleIncident } from "@/lib/samples/open-sample-incident";
import { INCIDENT } from "@/prisma/incidents/web-tier/write-incident";

const ACTOR = operatorCalled("ada@example.com");
let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.drop());

const loadsOf = (caseId: string) => prisma().load.findMany({ where: { caseId }, orderBy: { id: "asc" } });

describe("the sample incident", () => {
  it("is opened once, however often and by however many it is asked for, and its load waits for the worker", async () => {
    const [one, other] = await Promise.all([openSampleIncident(ACTOR), openSampleIncident(ACTOR)]);
    expect(one.caseId).toBe(other.caseId);
    expect([one.isNew, other.isNew].sort()).toEqual([false, true]);
    const { caseId } = one;
    const indicators = await prisma().indicator.findMany({ where: { caseId } });
    expect(indicators.map(({ value }) => value)).toEqual([INCIDENT.indicator]);
    const [load] = await loadsOf(caseId);
    expect(load).toMatchObject({ state: "queued", filesTotal: 205 });
    const jobs = await pool().query("SELECT count(*)::int AS waiting FROM graphile_worker.jobs");
    expect(jobs.rows).toEqual([{ waiting: 1 }]);

    await dropCase(caseId, ACTOR);
    await expect(readdir(givenFolder(caseId))).rejects.toThrow(/ENOENT/);
    expect((await openSampleIncident(ACTOR)).isNew).toBe(true);
  });
});

describe("keepFinding", () => {
  it("makes the finding's text evidence of its case, byte for byte", async () => {
    const { caseId } = await openSampleIncident(ACTOR);
    const text = '{"schemaVersion":"2.0","id":"f","type":"Backdoor:EC2/C&CActivity.B","service":{}}';
    await keepFinding({ caseId, text }, ACTOR);
    const load = (await loadsOf(caseId)).at(-1);
    await runLoad(load?.id ?? 0);
    const [file] = await prisma().evidenceFile.findMany({ where: { loadId: load?.id }, include: { names: true } });
    expect(file).toMatchObject({ size: BigInt(text.length), names: [{ name: "finding.json" }] });
  });

  it("refuses a case that is not there, text that is too long, and a path in place of an id", async () => {
    const before = await prisma().load.count();
    for (const input of [
      { caseId: "00000000-0000-4000-8000-000000000000", text: "x" },
      { caseId: "../../etc", text: "x" },
      { caseId: "00000000-0000-4000-8000-000000000000", text: "x".repeat(1_000_001) },
    ]) {
      await expect(keepFinding(input, ACTOR)).rejects.toThrow();
    }
    expect(await prisma().load.count()).toBe(before);
  });
});
