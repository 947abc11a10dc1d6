import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { createCase } from "@/lib/cases/create-case";
import { createTestDatabase, type TestDatabase } from "@/lib/db/test-database";
import { runDetections } from "@/lib/detect/run-detections";
import { runFetch } from "@/lib/fetch/run-fetch";
import { loadFetched, readFetchState, readSteps, startedFetch } from "@/lib/fetch/test-fetch";
import { loadEvidence } from "@/lib/ingest/load-evidence";
import type { InvestigationV1 } from "@/lib/investigate/document.types";
import { investigate } from "@/lib/investigate/investigate";
import { openAthena } from "@/lib/sources/athena/test-athena";
import { APP_1, END, INDICATOR, START } from "@/prisma/incidents/web-tier/world";

/** As it is opened from a page. */
const SCALE = 0.1;

let database: TestDatabase;
let folder: string;
let world: Awaited<ReturnType<typeof openAthena>>;
beforeAll(async () => {
  database = await createTestDatabase();
  folder = await mkdtemp(join(tmpdir(), "threadline-same-"));
  world = await openAthena({ scale: SCALE, keptIn: folder });
}, 120_000);
afterAll(async () => {
  await world.close();
  await database.drop();
  await rm(folder, { recursive: true });
});

async function documentOf(caseId: string): Promise<InvestigationV1> {
  await runDetections(caseId);
  return investigate({ caseId, ip: INDICATOR, from: new Date(START), to: new Date(END) });
}

/** The whole document, without what is of the files alone, and what goes by the records of people nobody asked for. */
function comparable(document: InvestigationV1) {
  const { instances, earliestIndicator, coverage, detections, notAssessed } = document;
  const listed = new Set(instances.flatMap(({ interfaces }) => interfaces.map(({ interfaceId }) => interfaceId)));
  return {
    ...document,
    // When it was asked.
    generatedAt: null,
    // The files that the records came in are others, and so are the records' numbers in them: how many are named is the same.
    evidence: null,
    earliestIndicator: earliestIndicator && { ...earliestIndicator, evidence: null },
    detections: detections.map(({ records, numbers, ...detection }) => ({
      ...detection,
      records: records.length,
      // A role's calls on other instances than those that met the address are part of its history, and were not asked for.
      numbers: { ...numbers, "calls before": null },
    })),
    // Of interfaces that did not meet the address nothing was asked.
    coverage: coverage
      .filter(({ source, subject }) => source !== "vpc-flow" || listed.has(subject))
      // Lookups and calls are covered from the first record to the last, and those at the edges may be of others.
      .map((row) => (row.source === "vpc-flow" ? row : { ...row, from: null, to: null })),
    // What detectors did not see is told with the number of interfaces there are.
    notAssessed: notAssessed.filter(({ id }) => !id.startsWith("detector")),
  };
}

it("the same question gives the same investigation document by files and by Athena", async () => {
  const byFiles = (await createCase({ title: "by files" })).id;
  expect(await loadEvidence({ caseId: byFiles, paths: [folder] })).toMatchObject({ filesFailed: [] });
  const byAthena = (await createCase({ title: "by Athena" })).id;
  // What Athena has no table for: descriptions from before and after, and GuardDuty's findings.
  const others = ["describe", "AWSLogs/111122223333/GuardDuty"].map((name) => join(folder, name));
  await loadEvidence({ caseId: byAthena, paths: others });
  const question = {
    indicators: [{ kind: "ip" as const, value: INDICATOR }],
    // Who held the second interface before it was moved, no log of the window says.
    instanceIds: [APP_1.instanceId],
    ...{ athena: world.setup, fromMs: START, toMs: END },
  };
  const asked = { caseId: byAthena, sources: ["athena" as const], question };
  const fetchId = await startedFetch(asked, world.context.clients.input.connection);
  await runFetch(fetchId);
  expect((await readSteps(fetchId)).map(({ state, gaps }) => ({ state, gaps }))).toEqual(
    Array.from({ length: 7 }, () => ({ state: "done", gaps: [] })),
  );
  expect(await loadFetched(fetchId)).toMatchObject({ state: "done", filesFailed: [] });
  expect((await readFetchState(fetchId)).error).toBeNull();
  const [expected, found] = [await documentOf(byFiles), await documentOf(byAthena)];
  expect([found.instances.length, found.detections.length]).toEqual([5, 11]);
  expect(comparable(found)).toEqual(comparable(expected));
}, 120_000);
