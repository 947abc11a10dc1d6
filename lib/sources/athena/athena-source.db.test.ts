import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { basename, dirname, join } from "node:path";
import { buffer } from "node:stream/consumers";
import { afterAll, beforeAll, expect, it } from "vitest";
import { drain, gapsIn } from "@/e2e/aws/ask-source";
import { createCase } from "@/lib/cases/create-case";
import { createTestDatabase, type TestDatabase } from "@/lib/db/test-database";
import { loadEvidence } from "@/lib/ingest/load-evidence";
import type { InvestigationV1 } from "@/lib/investigate/document.types";
import { investigate } from "@/lib/investigate/investigate";
import { athenaSource } from "@/lib/sources/athena/athena-source";
import { openAthena } from "@/lib/sources/athena/test-athena";
import type { Fetched, PlannedStep } from "@/lib/sources/source.types";
import { APP_1, END, INDICATOR, START } from "@/prisma/incidents/web-tier/world";
import { writeIncident } from "@/prisma/incidents/web-tier/write-incident";

const SCALE = 0.02;
let database: TestDatabase;
let folder: string;
let world: Awaited<ReturnType<typeof openAthena>>;

beforeAll(async () => {
  database = await createTestDatabase();
  folder = await mkdtemp(join(tmpdir(), "threadline-same-"));
  writeIncident(join(folder, "files"), { scale: SCALE });
  world = await openAthena({ scale: SCALE });
}, 120_000);
afterAll(async () => {
  await world.close();
  await database.drop();
  await rm(folder, { recursive: true });
});

/** Every step of a question and what followed from it. */
async function askAll(steps: readonly PlannedStep[]): Promise<Fetched[]> {
  const found: Fetched[] = [];
  const waiting = [...steps];
  for (let step = waiting.shift(); step; step = waiting.shift()) {
    for (const item of await drain(athenaSource, step, world.context)) {
      if (item.kind === "more") waiting.push(...item.steps);
      found.push(item);
    }
  }
  return found;
}

/**
 * What a document says of those who met the address. Left out: files and their rows, which are others; detections, which go by
 * everything else that was logged; and coverage of who did not meet it, whose records were not asked for.
 */
function answersOf(document: InvestigationV1) {
  const {
    indicator,
    window,
    instances,
    unattributed,
    apiCallsFromIndicator,
    earliestIndicator,
    coverage,
    notAssessed,
  } = document;
  const own = new Set(instances.flatMap(({ interfaces }) => interfaces.map(({ interfaceId }) => interfaceId)));
  return {
    ...{ indicator, window, instances, unattributed, apiCallsFromIndicator, notAssessed },
    earliest: earliestIndicator && { ...earliestIndicator, evidence: null },
    coverage: coverage.filter(({ source, subject }) => source === "vpc-flow" && own.has(subject)),
  };
}

it("the same question gives the same investigation document by files and by Athena", async () => {
  // Who held the second interface before it was moved, no log of the window says.
  const asked = world.ask({ indicators: [{ kind: "ip", value: INDICATOR }], instanceIds: [APP_1.instanceId] });
  const plan = await athenaSource.plan(asked, world.context);
  expect(plan.map(({ title, estimate }) => [title, estimate.bytes !== null])).toEqual([
    ["Who was given the address by the resolver", true],
  ]);
  const fetched = await askAll(plan);
  expect(gapsIn(fetched)).toEqual([]);
  expect(world.athena.queries.filter(({ state }) => state !== "SUCCEEDED")).toEqual([]);
  for (const item of fetched) {
    if (item.kind !== "object") continue;
    const file = join(folder, "athena", item.name);
    await mkdir(dirname(file), { recursive: true });
    await writeFile(file, await buffer(await item.open(0, new AbortController().signal)));
  }
  const others = ["describe", "AWSLogs/111122223333/GuardDuty"].map((name) => join(folder, "files", name));
  const documentOf = async (title: string, paths: string[]) => {
    const { id: caseId } = await createCase({ title });
    const { filesFailed } = await loadEvidence({ caseId, paths });
    expect(filesFailed).toEqual([]);
    return answersOf(await investigate({ caseId, ip: INDICATOR, from: new Date(START), to: new Date(END) }));
  };
  const byFiles = await documentOf(basename("files"), [join(folder, "files")]);
  const byAthena = await documentOf("athena", [join(folder, "athena"), ...others]);
  expect(byAthena.instances).toHaveLength(5);
  expect(byAthena).toEqual(byFiles);
});
