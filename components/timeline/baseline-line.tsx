"use client";

import { useRouter } from "next/navigation";
import { useTransition } from "react";
import { useCaseAction } from "@/components/case/use-case-action";
import { countOf } from "@/components/format/format-count";
import type { Times } from "@/components/format/times";
import { useTimes } from "@/components/shell/zone";
import { useUrlState } from "@/components/timeline/use-url-state";
import { Button } from "@/components/ui/button";
import type { ActionResult } from "@/lib/core/action-result";
import { type Baseline, type BaselineBy, MEASURES, type MeasureName } from "@/lib/timeline/baseline/baseline.types";
import { LEAST_HOURS } from "@/lib/timeline/baseline/hour-normal";
import type { Piece } from "@/lib/timeline/lanes/split-at-minutes";

export interface KeepingBaseline {
  caseId: string;
  /** A span is kept for the case. */
  isKept: boolean;
  /** Null where nothing may be changed. */
  keep: ((input: { caseId: string; span: { from: Date; to: Date } | null }) => Promise<ActionResult<void>>) | null;
}

const BY: Record<BaselineBy, string> = {
  url: "as this address has it",
  case: "chosen for the case",
  start: "before the accepted start",
  window: "before the window",
  earliest: "before the earliest indicator",
};

/** Which earlier span the lanes are compared with and how much of it was recorded, and ways to choose another. */
export function BaselineLine({
  baseline,
  selected,
  caseId,
  isKept,
  keep,
}: KeepingBaseline & {
  baseline: Baseline;
  /** What is selected in the lanes, else what they show. */
  selected: Piece;
}) {
  const times = useTimes();
  const router = useRouter();
  const { hrefOf } = useUrlState();
  const [moving, move] = useTransition();
  const { run, busy, failure } = useCaseAction();
  const { span, by } = baseline;
  const go = (piece: Piece | null) => move(() => router.push(hrefOf(inUrl(piece)), { scroll: false }));
  return (
    <div className="flex flex-wrap items-center gap-x-3 gap-y-1 border-line border-t px-3.5 py-1.5 text-dim text-sm">
      <p className="min-w-0 grow">
        <span className="text-text">Baseline</span> {baselineWords(baseline, times)}
      </p>
      {failure === null ? null : (
        <span role="alert" className="text-flag">
          {failure}
        </span>
      )}
      <Button tone="quiet" className="h-6 text-sm" busy={moving} onClick={() => go(selected)}>
        Compare with what is selected
      </Button>
      {by === "url" ? (
        <>
          {keep === null || span === null ? null : (
            <Button
              tone="quiet"
              className="h-6 text-sm"
              busy={busy}
              onClick={() =>
                run(
                  () => keep({ caseId, span: { from: new Date(span.fromMs), to: new Date(span.toMs) } }),
                  () => go(null),
                )
              }
            >
              Keep for the case
            </Button>
          )}
          <Button tone="quiet" className="h-6 text-sm" onClick={() => go(null)}>
            {isKept ? "Back to the case's" : "Back to all before"}
          </Button>
        </>
      ) : null}
      {by === "case" && keep !== null ? (
        <Button
          tone="quiet"
          className="h-6 text-sm"
          busy={busy}
          onClick={() => run(() => keep({ caseId, span: null }))}
        >
          Drop the case's baseline
        </Button>
      ) : null}
    </div>
  );
}

function inUrl(piece: Piece | null) {
  return {
    basefrom: piece && new Date(piece.fromMs).toISOString(),
    baseto: piece && new Date(piece.toMs).toISOString(),
  };
}

const SOURCES: [string, MeasureName][] = [
  ["flow logs", "bytesOut"],
  ["resolver logs", "lookups"],
  ["CloudTrail", "calls"],
];

/** `3 d of history before the window …`; of each source that has too little, how little, and how much it takes. */
function baselineWords({ span, by, measures }: Baseline, times: Times): string {
  const lacking = SOURCES.filter(([, measure]) => measures[measure].all === null);
  const short = lacking.map(([name, measure]) => `${hoursOf(measures[measure].hours)} of ${name}`);
  const needed = `${LEAST_HOURS} h needed`;
  if (span === null) return `none: no whole hour of evidence lies ${BY[by]}, ${needed}.`;
  const where = `${BY[by]}, ${times.span(span.fromMs, span.toMs)}`;
  if (lacking.length === SOURCES.length) return `none: ${short.join(", ")} ${where}; ${needed}.`;
  const there = SOURCES.filter(([, measure]) => measures[measure].all !== null).map(
    ([name, measure]) => `${hoursOf(measures[measure].hours)} of ${name}`,
  );
  const kind = MEASURES.some((measure) => measures[measure].byHour) ? "by hour of the day" : "over all hours";
  const missing = lacking.length === 0 ? "" : ` No baseline: ${short.join(", ")}, ${needed}.`;
  return `${there.join(", ")} ${where}: median ± 3 spreads (MAD × 1.48) ${kind}, brought to the length of a bar.${missing}`;
}

/** Recorded hours, in days where they are many. */
function hoursOf(hours: number): string {
  return hours < 48 ? `${hours} h` : `${countOf(Math.floor(hours / 24), "day")}`;
}
