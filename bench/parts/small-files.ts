import { rm } from "node:fs/promises";
import path from "node:path";
import { FILES } from "@/bench/data/flow-files";
import type { Figure } from "@/bench/figure";
import { median } from "@/bench/median";
import { loadOnce, makeFlowFiles, type PartRequest } from "@/bench/parts/load";
import { env } from "@/lib/env";

const MOST_FILES = 10_000;

/**
 * A tenth of the records in ten thousand files (fewer of few records) beside the same in forty. Originals stay on the disk until all rounds
 * are done: ext4 passes over the inodes of files that were deleted in the last minutes one by one, which nobody has whose files come in.
 */
export async function measureSmallFiles({ records: all, rounds }: PartRequest): Promise<Figure[]> {
  const records = Math.ceil(all / 10);
  const files = Math.min(MOST_FILES, Math.floor(records / 100));
  const part = `Many files: ${records.toLocaleString("en")} flow records`;
  const folders = { few: await makeFlowFiles(records), many: await makeFlowFiles(records, files) };
  const aside = path.join(env().dataDir, "aside");
  const took = { few: [] as number[], many: [] as number[] };
  const longest: number[] = [];
  try {
    for (let round = 0; round < rounds; round++) {
      took.few.push((await loadOnce(records, [folders.few], false, aside)).loadSeconds);
      const many = await loadOnce(records, [folders.many], false, aside);
      took.many.push(many.loadSeconds);
      longest.push(many.longestStepMs);
    }
  } finally {
    await rm(aside, { recursive: true, force: true });
  }
  const few = median(took.few);
  const many = median(took.many);
  return [
    { part, name: `in ${FILES} files`, value: few, unit: "s" },
    {
      ...{ part, name: `in ${files.toLocaleString("en")} files`, value: many, unit: "s" },
      ...{ ratio: many / few, against: `the same in ${FILES}`, bound: { at: "most", must: 2, of: "ratio" } },
    },
    {
      ...{ part, name: "longest time between two steps of the progress", value: median(longest), unit: "ms" },
      bound: { at: "most", must: 500, of: "value" },
    },
  ];
}
