import { cp, mkdir, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createCase } from "@/lib/cases/create-case";
import { createTestDatabase, type TestDatabase } from "@/lib/db/test-database";
import { runDetections } from "@/lib/detect/run-detections";
import { loadEvidence } from "@/lib/ingest/load-evidence";
import { investigate } from "@/lib/investigate/investigate";
import { INDICATOR } from "@/prisma/incidents/web-tier/world";
import { writeIncident } from "@/prisma/incidents/web-tier/write-incident";

const WITHIN_MS = 240_000;

let database: TestDatabase;
let folder: string;
let names: string[];

beforeAll(async () => {
  database = await createTestDatabase();
  folder = await mkdtemp(path.join(tmpdir(), "threadline-order-"));
  names = [...writeIncident(path.join(folder, "whole"), { scale: 0.01 }).files.keys()];
});
afterAll(async () => {
  await database.drop();
  await rm(folder, { recursive: true });
});

/** The document of the incident when its files come in these loads, one after the other. */
async function documentOf(loads: string[][]): Promise<unknown> {
  const { id: caseId } = await createCase({ title: "In some order" });
  const parts = await mkdtemp(path.join(folder, "parts-"));
  for (const [index, files] of loads.entries()) {
    const part = path.join(parts, String(index));
    for (const name of files) {
      await mkdir(path.dirname(path.join(part, name)), { recursive: true });
      await cp(path.join(folder, "whole", name), path.join(part, name));
    }
    if (files.length > 0) await loadEvidence({ caseId, paths: [part] });
  }
  await runDetections(caseId);
  const { generatedAt: _, ...document } = await investigate({ caseId, ip: INDICATOR, from: null, to: null });
  return document;
}

describe("the order in which evidence comes", () => {
  it(
    "makes no difference to the document: any files, in any loads, one after the other",
    async () => {
      const expected = await documentOf([names]);
      const anyOrder = fc.shuffledSubarray(names, { minLength: names.length });
      const cuts = fc.array(fc.nat(names.length), { minLength: 1, maxLength: 4 });
      await fc.assert(
        fc.asyncProperty(anyOrder, cuts, async (order, at) => {
          const bounds = [0, ...at.sort((a, b) => a - b), order.length];
          const loads = bounds.slice(1).map((to, index) => order.slice(bounds[index], to));
          expect(await documentOf(loads)).toEqual(expected);
        }),
        { numRuns: 4, endOnFailure: true },
      );
    },
    WITHIN_MS,
  );
});
