import { FLOW_SILENCE_MS } from "@/lib/investigate/coverage-stretches";
import type { CoverageV1 } from "@/lib/investigate/document.types";
import { isoInstant } from "@/lib/investigate/iso-instant";

const TOLD = new Set<CoverageV1["state"]>(["recorded", "no-data", "skipped"]);

/**
 * What AWS says is written today tells nothing of the times for which a log was loaded, though it be deleted since: `absent` rows
 * are cut where `known` has the same subject's log, and what is left beside it of a silence's length or less is left out. Pure.
 */
export function cutRecorded(rows: readonly CoverageV1[], known: readonly CoverageV1[]): CoverageV1[] {
  const told = known.filter(({ state }) => TOLD.has(state));
  return rows.flatMap((row) => {
    if (row.state !== "absent") return [row];
    const own = told.filter(({ source, subject }) => source === row.source && subject === row.subject).map(spanOf);
    const whole = spanOf(row);
    const left = own.reduce((spans, span) => spans.flatMap((one) => without(one, span)), [whole]);
    if (left[0]?.fromMs === whole.fromMs && left[0].toMs === whole.toMs) return [row];
    return left
      .filter(({ fromMs, toMs }) => toMs - fromMs > FLOW_SILENCE_MS)
      .map(({ fromMs, toMs }) => ({ ...row, from: isoInstant(fromMs), to: isoInstant(toMs) }));
  });
}

interface Span {
  fromMs: number;
  toMs: number;
}

const spanOf = ({ from, to }: CoverageV1): Span => ({ fromMs: Date.parse(from), toMs: Date.parse(to) });

function without(one: Span, cut: Span): Span[] {
  return [
    { fromMs: one.fromMs, toMs: Math.min(one.toMs, cut.fromMs) },
    { fromMs: Math.max(one.fromMs, cut.toMs), toMs: one.toMs },
  ].filter(({ fromMs, toMs }) => fromMs < toMs);
}
