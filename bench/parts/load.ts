import type { Figure } from "@/bench/figure";
import type { LoadMeasure } from "@/bench/load-files";
import { median } from "@/bench/median";
import type { PhaseResult } from "@/bench/phases";
import { runApart } from "@/bench/run-apart";

export interface LoadRound extends LoadMeasure {
  peakBytes: number | null;
}

export interface PartRequest {
  records: number;
  rounds: number;
}

/** One load in a process of its own, with the memory it took. */
export async function loadOnce(
  records: number,
  folders: readonly string[],
  keep: boolean,
  aside?: string,
): Promise<LoadRound> {
  const more = aside === undefined ? {} : { aside };
  const { result, peakBytes } = await runApart<PhaseResult<"load">>("load", { records, folders, keep, ...more });
  return { ...result, peakBytes };
}

export async function makeFlowFiles(records: number, files?: number): Promise<string> {
  return (await runApart<string>("make flow files", files === undefined ? { records } : { records, files })).result;
}

const seconds = async (
  phase: "one copy" | "side by side copies" | "inflate" | "load duckdb",
  records: number,
  folder: string,
) => (await runApart<number>(phase, { records, folders: [folder] })).result;

/** Loading flow records, beside the least it could cost and DuckDB. Keeps the last round's case for the pages. */
export async function measureLoad({ records, rounds }: PartRequest): Promise<Figure[]> {
  const folder = await makeFlowFiles(records);
  const rows = (await runApart<string>("make rows", { records })).result;
  const loads: LoadRound[] = [];
  const peers = { copy: [] as number[], copies: [] as number[], inflate: [] as number[], duck: [] as number[] };
  for (let round = 1; round <= rounds; round++) {
    peers.copy.push(await seconds("one copy", records, rows));
    loads.push(await loadOnce(records, [folder], true));
    peers.copies.push(await seconds("side by side copies", records, rows));
    peers.inflate.push(await seconds("inflate", records, folder));
    peers.duck.push(await seconds("load duckdb", records, folder));
  }
  const load = median(loads.map(({ loadSeconds }) => loadSeconds));
  const reading = median(loads.map(({ readSeconds }) => readSeconds));
  const copy = median(peers.copy);
  const investigating = median(loads.map((round) => round.loadSeconds + round.investigateSeconds));
  const memory = loads.map(({ peakBytes }) => peakBytes).filter((peak) => peak !== null);
  const cores = loads.map(({ coresBusy }) => coresBusy).filter((busy) => busy !== null);
  const part = `Loading ${records.toLocaleString("en")} flow records (40 gzip files)`;
  const rate = (name: string, took: number): Figure => ({
    ...{ part, name, value: records / took, unit: "records/s" },
    ...{ ratio: copy / took, against: "the bare COPY's rate" },
  });
  return [
    { ...rate("load, ready to query", load), bound: { at: "least", must: 0.4, goal: 0.6, of: "ratio" } },
    rate("  reading all files alone", reading),
    { part, name: "bare COPY of its rows, one connection", value: records / copy, unit: "records/s" },
    rate("bare COPY, side by side", median(peers.copies)),
    rate("DuckDB, CREATE TABLE from the same files", median(peers.duck)),
    rate("Node's gunzip of the same files, one thread", median(peers.inflate)),
    { part, name: "load", value: load, unit: "s" },
    {
      ...{ part, name: "load and investigate, in all", value: investigating, unit: "s" },
      ...{ ratio: investigating / load, against: "the load", bound: { at: "most", must: 1.3, of: "ratio" } },
    },
    { part, name: "investigate again", value: median(loads.map((round) => round.investigateAgainSeconds)), unit: "s" },
    { part, name: "cores busy, Node.js and database", value: cores.length > 0 ? median(cores) : null, unit: "cores" },
    { part, name: "  of them Node.js", value: median(loads.map(({ nodeCores }) => nodeCores)), unit: "cores" },
    {
      ...{ part, name: "peak memory, all Node.js processes", unit: "MB" },
      value: memory.length > 0 ? Math.max(...memory) / 1e6 : null,
      bound: { at: "most", must: 600, of: "value" },
    },
  ];
}
