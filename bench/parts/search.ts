import type { Figure } from "@/bench/figure";
import { median } from "@/bench/median";
import type { PartRequest } from "@/bench/parts/load";
import { prepareCase } from "@/bench/parts/pages";
import type { PhaseResult } from "@/bench/phases";
import { runApart } from "@/bench/run-apart";

type Phase = "search" | "facets";

async function measured(phase: Phase, { records, rounds }: PartRequest): Promise<PhaseResult<Phase>[]> {
  await prepareCase(records, false);
  const all: PhaseResult<Phase>[] = [];
  for (let round = 0; round < rounds; round++)
    all.push((await runApart<PhaseResult<Phase>>(phase, { records })).result);
  return all;
}

/** Searches, each to its end: how long the longest step took, and all of them together. */
export async function measureSearches(request: PartRequest): Promise<Figure[]> {
  const rounds = await measured("search", request);
  const part = `Search through ${request.records.toLocaleString("en")} flow records, alone`;
  return (rounds[0] ?? []).flatMap(({ name, steps, found }, at): Figure[] => {
    const each = rounds.flatMap((round) => round[at] ?? []);
    return [
      {
        ...{ part, name: `${name}: longest step`, value: median(each.map(({ longestMs }) => longestMs)), unit: "ms" },
        bound: { at: "most", must: 1000, goal: 500, of: "value" },
      },
      { part, name: "  median step", value: median(each.map(({ medianMs }) => medianMs)), unit: "ms" },
      {
        ...{ part, name: `  all ${steps} steps, ${found} records found`, unit: "ms" },
        value: median(each.map(({ totalMs }) => totalMs)),
      },
    ];
  });
}

/** Counts by value, and values that are offered. */
export async function measureCounts(request: PartRequest): Promise<Figure[]> {
  const rounds = await measured("facets", request);
  const part = `Counts and completion, ${request.records.toLocaleString("en")} flow records, alone`;
  return (rounds[0] ?? []).map(
    ({ name, found }, at): Figure => ({
      ...{ part, name: `${name} (${found})`, unit: "ms" },
      value: median(rounds.map((round) => round[at]?.totalMs ?? 0)),
      bound: { at: "most", must: 1000, goal: 300, of: "value" },
    }),
  );
}
