import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createCase } from "@/lib/cases/create-case";
import { createTestDatabase, type TestDatabase } from "@/lib/db/test-database";
import { loadEvidence } from "@/lib/ingest/load-evidence";
import type { LoadResult } from "@/lib/ingest/load-result";
import type { InvestigationV1 } from "@/lib/investigate/document.types";
import { investigate } from "@/lib/investigate/investigate";
import { answersOf, expectedAnswers } from "@/prisma/incidents/web-tier/expected-answers";
import type { Truth } from "@/prisma/incidents/web-tier/truth";
import { APP_2, FLOATING, INDICATOR, STORY } from "@/prisma/incidents/web-tier/world";
import { writeIncident } from "@/prisma/incidents/web-tier/write-incident";

const LOADED_WITHIN_MS = 240_000;

function sumOf(files: Iterable<{ duplicates: number }>): number {
  let sum = 0;
  for (const { duplicates } of files) sum += duplicates;
  return sum;
}

describe.each([
  { size: "thin", scale: 0.02 },
  { size: "whole", scale: 1 },
])("the sample incident, $size, loaded and investigated", ({ scale }) => {
  let database: TestDatabase;
  let folder: string;
  let truth: Truth;
  let loaded: LoadResult;
  let document: InvestigationV1;

  beforeAll(async () => {
    database = await createTestDatabase();
    folder = await mkdtemp(path.join(tmpdir(), "threadline-incident-"));
    truth = writeIncident(folder, { scale });
    const { id: caseId } = await createCase({ title: "The sample incident" });
    loaded = await loadEvidence({ caseId, paths: [folder] });
    document = await investigate({ caseId, ip: INDICATOR, from: null, to: null });
  }, LOADED_WITHIN_MS);
  afterAll(async () => {
    await database.drop();
    await rm(folder, { recursive: true });
  });

  it("comes to the answers that its generator counted", () => {
    const expected = expectedAnswers(truth);
    expect(expected.instances.map(({ matchedBy }) => matchedBy)).toEqual([
      ["dns", "flow"],
      ["api", "dns", "finding", "flow"],
      ["flow"],
      ["flow"],
      ["dns"],
    ]);
    expect(answersOf(document)).toEqual(expected);
  });

  it("accounts for every file: records and rejections in each, duplicates over all", () => {
    expect(loaded).toMatchObject({ state: "done", filesKnown: 1, filesLoaded: truth.files.size - 1, filesFailed: [] });
    const counts = document.evidence.map(({ name, records, rejected }) => [name, { records, rejected }] as const);
    const expected = [...truth.files].map(([name, { records, rejected }]) => [name, { records, rejected }] as const);
    expect(Object.fromEntries(counts)).toEqual(Object.fromEntries(expected));
    // Which of two copies is the duplicate is not said; how many there are is.
    expect(sumOf(document.evidence)).toBe(sumOf(truth.files.values()));
  });

  it("tells of the interface that changed hands by whom and until when", () => {
    const spans = document.instances.flatMap(({ instanceId, interfaces }) =>
      interfaces
        .filter(({ interfaceId }) => interfaceId === FLOATING.interfaceId)
        .map(({ attachedFrom, attachedTo }) => ({ instanceId, attachedFrom, attachedTo })),
    );
    const expected = FLOATING.attachments.map(({ instance, from, to }) => ({
      instanceId: instance.instanceId,
      attachedFrom: new Date(from).toISOString(),
      attachedTo: to === null ? null : new Date(to).toISOString(),
    }));
    expect(spans.map(inMilliseconds)).toEqual(expected);
  });

  it("shows the skipped half hour, and no other silence of the interfaces that were there all along", () => {
    const rows = document.coverage.filter(({ subject }) => subject === APP_2.interfaceId);
    const skipped = rows.filter(({ state }) => state === "skipped");
    expect(skipped.map(({ from, to }) => [Date.parse(from), Date.parse(to)])).toEqual([
      [STORY.gapFrom, expect.closeTo(STORY.gapTo, -5)],
    ]);
    expect(rows.filter(({ state }) => state === "absent")).toEqual([]);
  });
});

function inMilliseconds<T extends { attachedFrom: string | null; attachedTo: string | null }>(span: T): T {
  const inUtc = (time: string | null) => (time === null ? null : new Date(time).toISOString());
  return { ...span, attachedFrom: inUtc(span.attachedFrom), attachedTo: inUtc(span.attachedTo) };
}
