import type { Figure } from "@/bench/figure";
import { median } from "@/bench/median";
import type { QuestionMeasure } from "@/bench/pages/measure-questions";
import { loadOnce, makeFlowFiles, type PartRequest } from "@/bench/parts/load";
import type { PhaseResult } from "@/bench/phases";
import { runApart } from "@/bench/run-apart";

/** Makes sure that a case of so many records stands, and DuckDB's own table of them if wanted. */
export async function prepareCase(records: number, withDuck: boolean): Promise<string> {
  const find = () => runApart<PhaseResult<"find kept case">>("find kept case", { records });
  let caseId = (await find()).result;
  const folder = await makeFlowFiles(records);
  if (caseId === null) {
    await loadOnce(records, [folder], true);
    caseId = (await find()).result;
    if (caseId === null) throw new Error("the case that was loaded is not there");
  }
  if (withDuck) await runApart("keep duckdb", { records, folders: [folder] });
  return caseId;
}

/** The same question's measures, a round each. */
export function byQuestion(rounds: QuestionMeasure[][]): QuestionMeasure[][] {
  return (rounds[0] ?? []).map((_, at) => rounds.flatMap((measures) => measures[at] ?? []));
}

/** Data behind pages, with twenty clients at once, beside DuckDB. */
export async function measurePages({ records, rounds }: PartRequest): Promise<Figure[]> {
  await prepareCase(records, true);
  const measured: QuestionMeasure[][] = [];
  for (let round = 0; round < rounds; round++)
    measured.push((await runApart<PhaseResult<"questions">>("questions", { records, keep: true })).result);
  const part = `Data behind pages, ${records.toLocaleString("en")} flow records, 20 clients at once`;
  return byQuestion(measured).flatMap((questions): Figure[] => {
    const name = questions[0]?.name ?? "";
    const ours95 = median(questions.map(({ ours }) => ours.p95));
    const processor = questions.map(({ processorMs }) => processorMs).filter((ms) => ms !== null);
    const duck95 = median(questions.map(({ duck }) => duck?.p95 ?? 0));
    return [
      { part, name: `${name}, p50`, value: median(questions.map(({ ours }) => ours.p50)), unit: "ms" },
      {
        ...{ part, name: `${name}, p95`, value: ours95, unit: "ms", ratio: ours95 / duck95 },
        ...{ against: "DuckDB", bound: { at: "most", must: 300, goal: 100, of: "value" } },
      },
      {
        part,
        name: "  processor time of an answer",
        value: processor.length > 0 ? median(processor) : null,
        unit: "ms",
      },
      { part, name: `  DuckDB, p95`, value: duck95, unit: "ms" },
      { part, name: "  the first time", value: median(questions.map(({ firstMs }) => firstMs)), unit: "ms" },
    ];
  });
}
