import { HYPOTHESIS_STATES, SIDES } from "@/lib/core/hypothesis-state";
import type { Board, BoardHypothesis } from "@/lib/report/board/board-of";
import type { ReportBlock } from "@/lib/report/report-block.types";
import { NONE, reportTable } from "@/lib/report/report-table";
import type { Telling } from "@/lib/report/telling";

/** What may have happened, how it stands, and what is cited for it and against it. */
export function hypothesisBlocks({ hypotheses }: Board, telling: Telling): ReportBlock[] {
  if (hypotheses.length === 0) return [{ kind: "paragraph", text: "Nobody wrote down a hypothesis." }];
  return hypotheses.flatMap((hypothesis) => [
    { kind: "heading", level: 2, text: hypothesis.title },
    standing(hypothesis, telling),
    ...SIDES.flatMap((side) => citedBlocks(hypothesis, side, telling)),
  ]);
}

function standing({ state, why, judgedBy, by, at }: BoardHypothesis, { times }: Telling): ReportBlock {
  const known = Object.hasOwn(HYPOTHESIS_STATES, state)
    ? HYPOTHESIS_STATES[state as keyof typeof HYPOTHESIS_STATES]
    : null;
  return {
    kind: "facts",
    facts: [
      ["State", known === null ? state : `${known.name}: ${known.means}`],
      ...(why === "" ? [] : [["Why", why] as [string, string]]),
      ...(judgedBy === "" || state === "open" ? [] : [["Judged by", judgedBy] as [string, string]]),
      ["Written down", `by ${by}, ${times.instant(at)}`],
    ],
  };
}

function citedBlocks(
  { cited }: BoardHypothesis,
  side: (typeof SIDES)[number],
  { times, citeRecords }: Telling,
): ReportBlock[] {
  const rows = cited.filter((one) => one.side === side);
  if (rows.length === 0) return [{ kind: "paragraph", text: `Nothing is cited ${side} it.` }];
  return reportTable(
    `Cited ${side} it`,
    ["Time", "What", "Note", "Cited by"],
    rows.map(({ at, title, note, by }) => [at === null ? NONE : times.instant(at), title, note, by]),
    rows.map(({ subject }) => (subject.record === null ? [] : citeRecords([subject.record]))),
  );
}
