import type { Baseline, HourNormal, MeasureName } from "@/lib/timeline/baseline/baseline.types";
import { fromScale, toScale } from "@/lib/timeline/baseline/hour-normal";
import type { Piece } from "@/lib/timeline/lanes/split-at-minutes";

const HOUR_MS = 3_600_000;
/** So many spreads on either side of the median are called usual. */
export const BAND_SPREADS = 3;

function normalAt({ measures }: Baseline, measure: MeasureName, { fromMs, toMs }: Piece): HourNormal | null {
  const { all, byHour } = measures[measure];
  const hour = byHour && toMs - fromMs <= HOUR_MS ? byHour[Math.floor(fromMs / HOUR_MS) % 24] : undefined;
  return hour ?? all;
}

const isBytes = (measure: MeasureName) => measure === "bytesOut" || measure === "bytesIn";

/**
 * What was usual in a piece of time: median and three spreads of an hour, brought to the piece's length. A median grows
 * with the length; so do bytes' limits, which are factors of it, while a count's spread grows with the length's square
 * root, as that of a sum of independent parts does. Null below the least history.
 */
export function usualIn(baseline: Baseline, measure: MeasureName, piece: Piece): { low: number; high: number } | null {
  const normal = normalAt(baseline, measure, piece);
  if (!normal) return null;
  const length = (piece.toMs - piece.fromMs) / HOUR_MS;
  const reach = BAND_SPREADS * normal.spread;
  const at = (value: number) => Math.max(0, fromScale(measure, value));
  if (isBytes(measure)) return { low: at(normal.median - reach) * length, high: at(normal.median + reach) * length };
  const [middle, around] = [normal.median * length, reach * Math.sqrt(length)];
  return { low: Math.max(0, middle - around), high: middle + around };
}

/**
 * Robust z of a value in a piece of time: its distance from the median in spreads (0.6745 (x - median) / MAD). Null below
 * the least history and where the hours of the baseline did not differ.
 */
export function robustZ(baseline: Baseline, measure: MeasureName, piece: Piece, value: number): number | null {
  const normal = normalAt(baseline, measure, piece);
  if (!normal || normal.spread === 0) return null;
  const length = (piece.toMs - piece.fromMs) / HOUR_MS;
  if (isBytes(measure)) return (toScale(measure, value / length) - normal.median) / normal.spread;
  return (value - normal.median * length) / (normal.spread * Math.sqrt(length));
}
