import { DOUBT_WORDS } from "@/components/charts/doubt-words";
import { formatBytes } from "@/components/format/format-bytes";
import { countOf, formatCount } from "@/components/format/format-count";
import type { Times } from "@/components/format/times";
import { BAND_SPREADS, robustZ } from "@/lib/timeline/baseline/band";
import { type Baseline, MEASURES, type MeasureName } from "@/lib/timeline/baseline/baseline.types";
import { type BucketRange, bucketPiece } from "@/lib/timeline/lanes/bucket-piece";
import type { LaneModel, Series } from "@/lib/timeline/lanes/lane.types";

export interface BucketWords {
  when: string;
  parts: { text: string; tone: "flag" | "plain" | "faint" }[];
}

/** The sum of what is known, and how much is: null where nothing is. */
function sumOver(series: Series, { first, last }: BucketRange): { sum: number | null; partly: boolean } {
  const known = series.slice(first, last + 1).filter((value) => value !== null);
  const sum = known.length === 0 ? null : known.reduce((total, value) => total + value, 0);
  return { sum, partly: known.length > 0 && known.length < last + 1 - first };
}

const DOUBT_TEXTS = {
  refused: DOUBT_WORDS.refused,
  digests: `CloudTrail: ${DOUBT_WORDS.digests}`,
};

/** What some neighbouring buckets of the lanes hold, in words; of a single one, say both ends the same. */
export function describeBucket(
  model: LaneModel,
  range: BucketRange,
  times: Times,
  baseline: Baseline | null,
): BucketWords {
  const { bytes, lookups, calls } = model;
  const piece = bucketPiece(model, range);
  const parts: BucketWords["parts"] = [];
  const of = (series: Series) => sumOver(series, range).sum ?? 0;
  const gap = (series: Series, name: string) => {
    const { sum, partly } = sumOver(series, range);
    if (sum === null) parts.push({ text: `${name}: not recorded`, tone: "faint" });
    if (partly) parts.push({ text: `${name}: partly not recorded`, tone: "faint" });
    return sum !== null;
  };
  const tied = of(bytes.withOut) + of(bytes.withIn);
  if (tied > 0) {
    const text = `with the address ${formatBytes(of(bytes.withOut))} out, ${formatBytes(of(bytes.withIn))} in`;
    parts.push({ text, tone: "flag" });
  }
  if (of(bytes.refused) > 0) parts.push({ text: `${formatCount(of(bytes.refused))} refused`, tone: "flag" });
  if (gap(bytes.elseOut, "flow logs")) {
    const rest = `${formatBytes(of(bytes.elseOut))} out, ${formatBytes(of(bytes.elseIn))} in`;
    parts.push({ text: `${tied > 0 ? "else" : "nothing with the address, else"} ${rest}`, tone: "plain" });
  }
  const doubts = [...bytes.doubts, ...calls.doubts].filter(
    ({ fromMs, toMs }) => fromMs < piece.toMs && toMs > piece.fromMs,
  );
  for (const what of new Set(doubts.map((doubt) => doubt.of))) parts.push({ text: DOUBT_TEXTS[what], tone: "faint" });
  if (gap(lookups.queries, "lookups")) {
    const gave = of(lookups.toIndicator);
    parts.push({ text: countOf(of(lookups.queries), "lookup"), tone: "plain" });
    if (gave > 0) parts.push({ text: `${formatCount(gave)} gave the address`, tone: "flag" });
  }
  if (gap(calls.allowed, "role calls")) {
    const [allowed, denied, elsewhere] = [of(calls.allowed), of(calls.denied), of(calls.elsewhere)];
    const refused = denied > 0 ? `, ${formatCount(denied)} denied` : "";
    parts.push({ text: `${countOf(allowed + denied + elsewhere, "call")}${refused}`, tone: "plain" });
    if (elsewhere > 0) parts.push({ text: `${formatCount(elsewhere)} from elsewhere`, tone: "flag" });
  }
  const distances = baseline ? distanceWords(model, baseline, range) : null;
  if (distances) parts.push(distances);
  return { when: times.span(piece.fromMs, piece.toMs), parts };
}

const NAMES: Record<MeasureName, string> = { bytesOut: "out", bytesIn: "in", lookups: "lookups", calls: "calls" };

/** How far the buckets lie from what was usual, as robust z: of each measure that is wholly known and has a history. */
function distanceWords(model: LaneModel, baseline: Baseline, range: BucketRange): BucketWords["parts"][number] | null {
  const { bytes, lookups, calls } = model;
  const series: Record<MeasureName, Series[]> = {
    ...{ bytesOut: [bytes.withOut, bytes.elseOut], bytesIn: [bytes.withIn, bytes.elseIn] },
    ...{ lookups: [lookups.queries], calls: [calls.allowed, calls.denied, calls.elsewhere] },
  };
  const { fromMs, bucketMs } = model.buckets;
  // Whole buckets, also where the first or the last reaches beyond the view: what they hold is cut there.
  const whole = { fromMs: fromMs + range.first * bucketMs, toMs: fromMs + (range.last + 1) * bucketMs };
  if (whole.fromMs < model.view.fromMs || whole.toMs > model.view.toMs) return null;
  const told = MEASURES.flatMap((measure) => {
    const sums = series[measure].map((one) => sumOver(one, range));
    if (sums.some(({ sum, partly }) => sum === null || partly)) return [];
    const value = sums.reduce((total, { sum }) => total + (sum ?? 0), 0);
    const z = robustZ(baseline, measure, whole, value);
    return z === null ? [] : [{ words: `${NAMES[measure]} ${signed(z)}`, isFar: Math.abs(z) > BAND_SPREADS }];
  });
  if (told.length === 0) return null;
  const text = `z against the baseline: ${told.map(({ words }) => words).join(", ")}`;
  return { text, tone: told.some(({ isFar }) => isFar) ? "plain" : "faint" };
}

function signed(z: number): string {
  const digits = Math.abs(z).toFixed(1);
  return digits === "0.0" ? "0.0" : `${z < 0 ? "−" : "+"}${digits}`;
}

/** The same as one sentence, for those who hear the page. */
export function spokenBucket(model: LaneModel, bucket: number, times: Times, baseline: Baseline): string {
  const { when, parts } = describeBucket(model, { first: bucket, last: bucket }, times, baseline);
  return `${when}: ${parts.map(({ text }) => text).join("; ")}`;
}
