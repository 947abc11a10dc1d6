import { FILES } from "@/bench/data/flow-files";
import type { Figure } from "@/bench/figure";
import { median } from "@/bench/median";
import { type LoadRound, loadOnce, makeFlowFiles, type PartRequest } from "@/bench/parts/load";
import { runApart } from "@/bench/run-apart";

/** The same records delivered once, a tenth of them twice, and all of them twice, each in one load. */
export async function measureDuplicates({ records: all, rounds }: PartRequest): Promise<Figure[]> {
  const records = Math.ceil(all / 10);
  const part = `Duplicates, on ${records.toLocaleString("en")} flow records`;
  const folder = await makeFlowFiles(records);
  const shares = [0, 0.1, 1];
  const repeats: string[][] = [];
  for (const share of shares) {
    const files = Math.round(FILES * share);
    repeats.push(files === 0 ? [] : [(await runApart<string>("make repeats", { records, files })).result]);
  }
  const measured = shares.map(() => [] as LoadRound[]);
  for (let round = 0; round < rounds; round++)
    for (const [at] of shares.entries())
      measured[at]?.push(await loadOnce(records, [folder, ...(repeats[at] ?? [])], false));
  const perRecord = (loads: LoadRound[]) => median(loads.map(({ loadSeconds, records: read }) => loadSeconds / read));
  const clean = perRecord(measured[0] ?? []);
  return shares.map((share, at): Figure => {
    const loads = measured[at] ?? [];
    const [first] = loads;
    const marked = first ? first.duplicates / first.records : 0;
    const name =
      share === 0 ? "clean" : `${share * 100} % delivered again (${(marked * 100).toFixed(1)} % of all marked)`;
    return {
      ...{ part, name, value: 1 / perRecord(loads), unit: "records/s" },
      ...(share === 0 ? {} : { ratio: perRecord(loads) / clean, against: "clean, time a record" }),
    };
  });
}
