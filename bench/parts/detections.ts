import type { DetectionMeasure } from "@/bench/detections/measure-detections";
import type { Figure } from "@/bench/figure";
import { median } from "@/bench/median";
import type { PartRequest } from "@/bench/parts/load";
import { prepareCase } from "@/bench/parts/pages";
import type { PhaseResult } from "@/bench/phases";
import { runApart } from "@/bench/run-apart";

/** Steps under this are not worth a line. */
const LEAST_MS = 200;

/** A run of all detectors, as the worker does it and as the command does. */
export async function measureDetections({ records, rounds }: PartRequest): Promise<Figure[]> {
  await prepareCase(records, false);
  const figures: Figure[] = [];
  for (const atOnce of [false, true]) {
    const all: DetectionMeasure[] = [];
    for (let round = 0; round < rounds; round++)
      all.push((await runApart<PhaseResult<"detections">>("detections", { records, keep: atOnce })).result);
    const part = `Detectors on ${records.toLocaleString("en")} flow records, ${atOnce ? "as the command runs them" : "as the worker runs them"}`;
    const processor = all.flatMap(({ processorMs }) => (processorMs === null ? [] : [processorMs / 1000]));
    figures.push(
      {
        ...{ part, name: `all detectors, ${all[0]?.found ?? 0} found`, unit: "s" },
        value: median(all.map(({ totalMs }) => totalMs / 1000)),
        bound: { at: "most", must: 60, of: "value" },
      },
      { part, name: "  processor time", value: processor.length > 0 ? median(processor) : null, unit: "s" },
      ...(all[0]?.steps ?? []).flatMap(({ name }, at): Figure[] => {
        const ms = median(all.map(({ steps }) => steps[at]?.ms ?? 0));
        return ms < LEAST_MS ? [] : [{ part, name: `  ${name.toLowerCase()}`, value: ms, unit: "ms" }];
      }),
    );
  }
  return figures;
}
