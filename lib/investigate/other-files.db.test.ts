import { mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { gunzipSync, gzipSync } from "node:zlib";
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
/** What the files of the incident hold, by name. */
const contents = new Map<string, Buffer>();
beforeAll(async () => {
  database = await createTestDatabase();
  folder = await mkdtemp(path.join(tmpdir(), "threadline-recut-"));
  for (const name of writeIncident(path.join(folder, "whole"), { scale: 0.01 }).files.keys())
    contents.set(name, await readFile(path.join(folder, "whole", name)));
});
afterAll(async () => {
  await database.drop();
  await rm(folder, { recursive: true });
});

/** Lines of a log that may stand in any file: flow records behind their header, and lookups. Null for what is cut nowhere. */
function linesOf(name: string, bytes: Buffer): { header: string; lines: string[] } | null {
  if (!name.endsWith(".gz") || name.startsWith("again/")) return null;
  const lines = gunzipSync(bytes).toString("utf8").trimEnd().split("\n");
  const [first = ""] = lines;
  if (first.startsWith("version ")) return { header: `${first}\n`, lines: lines.slice(1) };
  return first.includes('"query_name"') && lines.length > 1 ? { header: "", lines } : null;
}

/** Its answers: what they say, and not in which file and place the records behind it stand. */
async function answersOf(files: ReadonlyMap<string, Buffer>): Promise<unknown> {
  const below = await mkdtemp(path.join(folder, "cut-"));
  for (const [name, bytes] of files) {
    await mkdir(path.dirname(path.join(below, name)), { recursive: true });
    await writeFile(path.join(below, name), bytes);
  }
  const { id: caseId } = await createCase({ title: "In other files" });
  expect(await loadEvidence({ caseId, paths: [below] })).toMatchObject({ state: "done", filesFailed: [] });
  await rm(below, { recursive: true });
  await runDetections(caseId);
  const { generatedAt: _, evidence, ...answers } = await investigate({ caseId, ip: INDICATOR, from: null, to: null });
  const counts = evidence.reduce((sum, { records, duplicates }) => sum + records - duplicates, 0);
  const placeless = JSON.stringify(answers, (key, value) =>
    key === "evidence" || key === "records" ? undefined : value,
  );
  return { counts, answers: JSON.parse(placeless) };
}

describe("the files in which records come", () => {
  it(
    "make no difference to the answers: logs that were cut elsewhere",
    async () => {
      const expected = await answersOf(contents);
      const cuttable = [...contents].flatMap(([name, bytes]) => {
        const log = linesOf(name, bytes);
        return log ? [{ name, ...log }] : [];
      });
      expect(cuttable.filter(({ header }) => header === "").length).toBeGreaterThan(0);
      expect(cuttable.filter(({ header }) => header !== "").length).toBeGreaterThan(10);
      const cuts = fc.array(fc.tuple(fc.nat(cuttable.length - 1), fc.double({ min: 0, max: 1, noNaN: true })), {
        minLength: 20,
        maxLength: 60,
        size: "max",
      });
      await fc.assert(
        fc.asyncProperty(cuts, async (all) => {
          const files = new Map(contents);
          for (const [n, { name, header, lines }] of cuttable.entries()) {
            const at = all.filter(([which]) => which === n).map(([, share]) => Math.floor(share * lines.length));
            const bounds = [0, ...at.sort((a, b) => a - b), lines.length];
            files.delete(name);
            for (const [part, to] of bounds.slice(1).entries()) {
              const own = lines.slice(bounds[part], to);
              const bytes = gzipSync(`${header}${own.map((line) => `${line}\n`).join("")}`);
              if (own.length > 0) files.set(name.replace(/(\.\w+)*\.gz$/, `-part${part}$&`), bytes);
            }
          }
          expect(await answersOf(files)).toEqual(expected);
        }),
        { numRuns: 2, endOnFailure: true },
      );
    },
    WITHIN_MS,
  );
});
