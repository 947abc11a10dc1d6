import type { Figure } from "@/bench/figure";
import { median } from "@/bench/median";
import { makeFlowFiles, type PartRequest } from "@/bench/parts/load";
import type { PhaseResult } from "@/bench/phases";
import { runApart } from "@/bench/run-apart";

const MOST_LOADS = 1000;
const LEAST_LOADS = 40;
const RECORDS_EACH = 200;
const ENDS = 10;

/** Small files into one case, each a load of its own, as they come in while somebody works: what the last loads take beside the first. */
export async function measureManyLoads({ records }: PartRequest): Promise<Figure[]> {
  const loads = Math.max(LEAST_LOADS, Math.min(MOST_LOADS, Math.floor(records / 10_000)));
  const folder = await makeFlowFiles(loads * RECORDS_EACH, loads);
  const { result, peakBytes } = await runApart<PhaseResult<"load one by one">>("load one by one", {
    ...{ records, folders: [folder] },
  });
  const part = `${loads.toLocaleString("en")} loads of ${RECORDS_EACH} flow records into one case`;
  const first = median(result.slice(0, ENDS));
  const last = median(result.slice(-ENDS));
  const all = result.reduce((sum, ms) => sum + ms, 0) / 1000;
  return [
    { part, name: `a load, median of the first ${ENDS}`, value: first, unit: "ms" },
    {
      part,
      name: `a load, median of the last ${ENDS}`,
      value: last,
      unit: "ms",
      ratio: last / first,
      against: "the first",
    },
    { part, name: "all", value: all, unit: "s" },
    { part, name: "peak memory, launcher and process", value: peakBytes === null ? null : peakBytes / 1e6, unit: "MB" },
  ];
}
