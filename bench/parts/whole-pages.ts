import { BUSY, FIRST_SECOND } from "@/bench/data/flow-log";
import type { Figure } from "@/bench/figure";
import { median } from "@/bench/median";
import { askAtOnce, type Latency } from "@/bench/pages/clients";
import { pageGetter } from "@/bench/pages/get-page";
import type { PartRequest } from "@/bench/parts/load";
import { prepareCase } from "@/bench/parts/pages";
import type { PhaseResult } from "@/bench/phases";
import { runApart } from "@/bench/run-apart";
import { serve } from "@/bench/serve";

/** Whole pages over HTTP by someone who is signed in, from twenty clients. */
export async function measureWholePages({ records, rounds }: PartRequest): Promise<Figure[]> {
  const caseId = await prepareCase(records, false);
  const cookie = (await runApart<PhaseResult<"open session">>("open session", { records })).result;
  const server = await serve();
  const instance = `/cases/${caseId}/instances/${BUSY.id}`;
  const hour = (n: number) => {
    const at = (second: number) => new Date((FIRST_SECOND + second) * 1000).toISOString();
    return `from=${at(((n * 7) % 48) * 3600)}&to=${at((((n * 7) % 48) + 1) * 3600)}`;
  };
  const pages: [string, (n: number) => string][] = [
    ["case page", () => `/cases/${caseId}`],
    ["instance page", () => instance],
    ["instance page, one hour", (n) => `${instance}?${hour(n)}`],
    ["table, rows of one hour (JSON)", (n) => `/api${instance}/events?tie=all&group=off&${hour(n)}`],
  ];
  const { get, close } = pageGetter(server.url, cookie);
  const taken = new Map<string, Latency[]>(pages.map(([name]) => [name, []]));
  try {
    // A round that does not count: a server that has been up for a while has its code compiled.
    for (const [, path] of pages) await askAtOnce((n) => get(path(n)));
    for (let round = 0; round < rounds; round++)
      for (const [name, path] of pages) taken.get(name)?.push(await askAtOnce((n) => get(path(n))));
  } finally {
    close();
    await server.stop();
  }
  const part = `Whole pages over HTTP, ${records.toLocaleString("en")} flow records, 20 clients at once`;
  return [...taken].flatMap(([name, latencies]): Figure[] => [
    { part, name: `${name}, p50`, value: median(latencies.map(({ p50 }) => p50)), unit: "ms" },
    {
      ...{ part, name: `${name}, p95`, value: median(latencies.map(({ p95 }) => p95)), unit: "ms" },
      bound: { at: "most", must: 300, of: "value" },
    },
  ]);
}
