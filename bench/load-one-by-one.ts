import { readdir } from "node:fs/promises";
import path from "node:path";
import { createCase } from "@/lib/cases/create-case";
import { dropCase } from "@/lib/cases/drop-case";
import { loadEvidence } from "@/lib/ingest/load-evidence";

/** Loads each file of a folder by itself into one new case, which is dropped then. How long each took, in ms. */
export async function loadOneByOne(folder: string): Promise<number[]> {
  const { id: caseId } = await createCase({ title: "bench, one by one" });
  const took: number[] = [];
  for (const name of (await readdir(folder)).sort()) {
    const startedAt = performance.now();
    const { state, rejected } = await loadEvidence({ caseId, paths: [path.join(folder, name)] });
    if (state !== "done" || rejected > 0) throw new Error(`${name} did not load`);
    took.push(performance.now() - startedAt);
  }
  await dropCase(caseId);
  return took;
}
