import type { Figure } from "@/bench/figure";
import { median } from "@/bench/median";
import { type LoadRound, loadOnce, type PartRequest } from "@/bench/parts/load";
import type { PhaseName } from "@/bench/phases";
import { runApart } from "@/bench/run-apart";

async function measure(what: string, made: PhaseName, records: number, rounds: number): Promise<Figure[]> {
  const part = `Loading ${records.toLocaleString("en")} ${what}`;
  const folder = (await runApart<string>(made, { records })).result;
  const inflating: number[] = [];
  const loads: LoadRound[] = [];
  for (let round = 0; round < rounds; round++) {
    inflating.push((await runApart<number>("inflate", { records, folders: [folder] })).result);
    loads.push(await loadOnce(records, [folder], false));
  }
  const load = median(loads.map(({ loadSeconds }) => loadSeconds));
  const memory = loads.map(({ peakBytes }) => peakBytes).filter((peak) => peak !== null);
  return [
    {
      ...{ part, name: "load, ready to query", value: records / load, unit: "records/s" },
      ...{ ratio: median(inflating) / load, against: "Node's gunzip alone" },
    },
    { part, name: "load", value: load, unit: "s" },
    { part, name: "investigate", value: median(loads.map((round) => round.investigateSeconds)), unit: "s" },
    {
      ...{ part, name: "peak memory, all Node.js processes", unit: "MB" },
      value: memory.length > 0 ? Math.max(...memory) / 1e6 : null,
      bound: { at: "most", must: 600, of: "value" },
    },
  ];
}

/** A tenth as many CloudTrail events as flow records. */
export function measureTrail({ records, rounds }: PartRequest): Promise<Figure[]> {
  return measure("CloudTrail events", "make trail files", Math.ceil(records / 10), rounds);
}

/** Half as many resolver queries as flow records. */
export function measureResolver({ records, rounds }: PartRequest): Promise<Figure[]> {
  return measure("resolver queries", "make resolver files", Math.ceil(records / 2), rounds);
}
