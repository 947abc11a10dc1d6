import { copyFile, mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createCase } from "@/lib/cases/create-case";
import { createTestDatabase, type TestDatabase } from "@/lib/db/test-database";
import { runDetections } from "@/lib/detect/run-detections";
import { ALL_FORMS } from "@/lib/formats/test-forms";
import { loadEvidence } from "@/lib/ingest/load-evidence";
import { recordMarks } from "@/lib/ingest/test-accounts";
import { investigate } from "@/lib/investigate/investigate";

const RECORDS = 9;
const WITHIN_MS = 300_000;
/** That of all forms' records. */
const INDICATOR = "198.51.100.7";

let database: TestDatabase;
let folder: string;
const names: string[] = [];
beforeAll(async () => {
  database = await createTestDatabase();
  folder = await mkdtemp(path.join(tmpdir(), "threadline-form-order-"));
  await mkdir(path.join(folder, "all"));
  // A format that is given would hold for all files of a load.
  for (const [at, form] of ALL_FORMS.filter(({ flowColumns }) => flowColumns === undefined).entries()) {
    names.push(`${at}-${form.kind}`);
    await writeFile(path.join(folder, "all", `${at}-${form.kind}`), await form.write(RECORDS));
  }
});
afterAll(async () => {
  await database.drop();
  await rm(folder, { recursive: true });
});

/** The document and every record's mark of a case whose files come in these loads, one after the other. */
async function outcomeOf(loads: string[][]) {
  const { id: caseId } = await createCase({ title: "In some order" });
  for (const files of loads.filter(({ length }) => length > 0)) {
    const part = await mkdtemp(path.join(folder, "part-"));
    for (const name of files) await copyFile(path.join(folder, "all", name), path.join(part, name));
    expect(await loadEvidence({ caseId, paths: [part] })).toMatchObject({ state: "done", filesFailed: [] });
  }
  await runDetections(caseId);
  const { generatedAt: _, ...document } = await investigate({ caseId, ip: INDICATOR, from: null, to: null });
  return { document, marks: await recordMarks(caseId) };
}

describe("the order in which forms of all kinds come", () => {
  it(
    "makes no difference: at once, file by file, and in any order and loads",
    async () => {
      const whole = await outcomeOf([names]);
      expect(whole.document.instances.length).toBeGreaterThan(0);
      expect(whole.marks.filter(({ duplicate }) => duplicate).length).toBeGreaterThan(100);
      expect(await outcomeOf(names.map((name) => [name]))).toEqual(whole);
      const anyOrder = fc.shuffledSubarray(names, { minLength: names.length });
      const cuts = fc.array(fc.nat(names.length), { minLength: 3, maxLength: 12 });
      await fc.assert(
        fc.asyncProperty(anyOrder, cuts, async (order, at) => {
          const bounds = [0, ...at.sort((a, b) => a - b), order.length];
          expect(await outcomeOf(bounds.slice(1).map((to, index) => order.slice(bounds[index], to)))).toEqual(whole);
        }),
        { numRuns: 3, endOnFailure: true },
      );
    },
    WITHIN_MS,
  );
});
