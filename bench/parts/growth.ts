import type { Figure } from "@/bench/figure";
import { growthExponent, median } from "@/bench/median";
import type { QuestionMeasure } from "@/bench/pages/measure-questions";
import { type LoadRound, loadOnce, makeFlowFiles, type PartRequest } from "@/bench/parts/load";
import { byQuestion } from "@/bench/parts/pages";
import type { PhaseResult } from "@/bench/phases";
import { runApart } from "@/bench/run-apart";

const SHARES = [0.1, 0.3, 1];

/** Cost against size, at a tenth, three tenths and all of the records: how fast each figure grows. */
export async function measureGrowth({ records, rounds }: PartRequest): Promise<Figure[]> {
  const sizes = SHARES.map((share) => Math.ceil(records * share));
  const part = `Growth from ${sizes.map((size) => size.toLocaleString("en")).join(" to ")} flow records`;
  const loads = sizes.map(() => [] as LoadRound[]);
  const pages = sizes.map(() => [] as QuestionMeasure[][]);
  for (let round = 0; round < rounds; round++) {
    for (const [at, size] of sizes.entries()) {
      loads[at]?.push(await loadOnce(size, [await makeFlowFiles(size)], true));
      const asked = await runApart<PhaseResult<"questions">>("questions", { records: size, keep: false });
      pages[at]?.push(asked.result);
    }
  }
  const exponent = (costs: number[]) => growthExponent(costs.map((cost, at) => ({ size: sizes[at] ?? 1, cost })));
  const loading = loads.map((measured) => median(measured.map(({ loadSeconds }) => loadSeconds)));
  const peaks = loads.map((measured) => Math.max(...measured.map(({ peakBytes }) => peakBytes ?? 0)) / 1e6);
  const sized = (name: string, costs: number[], unit: Figure["unit"]) =>
    costs.map((value, at): Figure => ({ part, name: `${name}, ${sizes[at]?.toLocaleString("en")}`, value, unit }));
  const names = pages[0]?.[0]?.map(({ name }) => name) ?? [];
  return [
    ...sized("load", loading, "s"),
    {
      ...{ part, name: "load grows with the power of", value: exponent(loading), unit: "exponent" },
      bound: { at: "most", must: 1.05, of: "value" },
    },
    ...sized("peak memory", peaks, "MB"),
    ...names.map((name, at): Figure => {
      const costs = pages.map((rounded) => median((byQuestion(rounded)[at] ?? []).map(({ ours }) => ours.p95)));
      return { part, name: `${name}, p95, grows with the power of`, value: exponent(costs), unit: "exponent" };
    }),
  ];
}
