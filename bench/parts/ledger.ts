import type { Figure } from "@/bench/figure";
import { median } from "@/bench/median";
import type { LedgerMeasure } from "@/bench/pages/measure-ledger";
import type { PartRequest } from "@/bench/parts/load";
import { prepareCase } from "@/bench/parts/pages";
import type { PhaseResult } from "@/bench/phases";
import { runApart } from "@/bench/run-apart";

/** Who held an address at a time, and the ledger's pages, with twenty clients at once. */
export async function measureLedgerLookups({ records, rounds }: PartRequest): Promise<Figure[]> {
  await prepareCase(records, false);
  const measured: LedgerMeasure[][] = [];
  for (let round = 0; round < rounds; round++) {
    measured.push((await runApart<PhaseResult<"ledger lookup">>("ledger lookup", { records })).result);
  }
  const part = `Ledger, ${records.toLocaleString("en")} flow records, 20 clients at once`;
  return (measured[0] ?? []).map(
    ({ name }, at): Figure => ({
      ...{ part, name: `${name}, p95`, value: median(measured.map((round) => round[at]?.took.p95 ?? 0)), unit: "ms" },
      bound: { at: "most", must: 300, goal: 100, of: "value" },
    }),
  );
}
