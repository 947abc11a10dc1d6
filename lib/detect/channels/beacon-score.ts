/**
 * How much a list of connections looks like a beacon, as RITA 5 scores it (Active Countermeasures, analysis/beacons.go): four
 * scores of equal weight, from the gaps between starts, the bytes sent, how long it lasted and how evenly it was spread.
 */
export interface BeaconScore {
  /** Mean of the four, 0 to 1, three decimals. */
  score: number;
  gaps: number;
  sizes: number;
  duration: number;
  spread: number;
}

const BINS = 24;
const LEAST_VALUES = 3;
const LEAST_BINS = 6;
const LEAST_BIMODAL_BINS = 11;
const WHOLE_RUN = 12;

function round(value: number): number {
  return Math.round(value * 1000) / 1000;
}

/** The value at a share of a sorted list, between neighbours where it falls between them. */
export function quantile(sorted: readonly number[], share: number): number {
  const place = (sorted.length - 1) * share;
  const below = sorted[Math.floor(place)] ?? 0;
  const above = sorted[Math.ceil(place)] ?? below;
  return below + (above - below) * (place - Math.floor(place));
}

function ascending(values: readonly number[]): number[] {
  return [...values].sort((a, b) => a - b);
}

/**
 * Symmetry and narrowness of a distribution: (1 - |Bowley skew| + (median - MAD) / median) / 2.
 *
 * @param narrow quartiles nearer than this say nothing of skew
 * @param whenSmall the narrowness where the median is below 1
 */
function regularity(values: readonly number[], narrow: number, whenSmall: number): number {
  if (values.length < LEAST_VALUES) return 0;
  const sorted = ascending(values);
  const [low, median, high] = [quantile(sorted, 0.25), quantile(sorted, 0.5), quantile(sorted, 0.75)];
  const flat = high - low < narrow || median === low || median === high;
  const skew = flat ? 0 : (high + low - 2 * median) / (high - low);
  const spread = quantile(ascending(values.map((value) => Math.abs(value - median))), 0.5);
  const narrowness = median >= 1 ? Math.max(0, (median - spread) / median) : whenSmall;
  return round((1 - Math.abs(skew) + narrowness) / 2);
}

/** Connections in each of 24 equal parts of a stretch. */
function histogram(starts: readonly number[], from: number, to: number): number[] {
  const bins: number[] = new Array(BINS).fill(0);
  for (const start of starts) {
    const bin = Math.min(BINS - 1, Math.floor(((start - from) / Math.max(1, to - from)) * BINS));
    bins[bin] = (bins[bin] ?? 0) + 1;
  }
  return bins;
}

function evenness(bins: readonly number[]): number {
  const mean = bins.reduce((sum, count) => sum + count, 0) / bins.length;
  const variance = bins.reduce((sum, count) => sum + (count - mean) ** 2, 0) / bins.length;
  const relative = mean === 0 ? 2 : Math.sqrt(variance) / mean;
  return relative > 1 ? 0 : 1 - relative;
}

/** Two counts that come again and again, as of a beacon that sleeps now and then. */
function bimodality(bins: readonly number[]): number {
  const filled = bins.filter((count) => count > 0);
  if (filled.length < LEAST_BIMODAL_BINS) return 0;
  const step = Math.ceil(0.05 * Math.max(...filled));
  const sizes = new Map<number, number>();
  for (const count of filled) {
    const rounded = Math.floor(count / step) * step;
    sizes.set(rounded, (sizes.get(rounded) ?? 0) + 1);
  }
  const [first = 0, second = 0] = [...sizes.values()].sort((a, b) => b - a);
  return Math.min(1, (first + second) / Math.max(1, filled.length - 1));
}

function persistence(bins: readonly number[], starts: readonly number[], from: number, to: number): number {
  if (bins.filter((count) => count > 0).length < LEAST_BINS) return 0;
  const coverage = ((starts.at(-1) ?? 0) - (starts[0] ?? 0)) / Math.max(1, to - from);
  let [longest, run] = [0, 0];
  // Twice around: a run may go over the end.
  for (let at = 0; at < 2 * BINS; at++) {
    run = (bins[at % BINS] ?? 0) > 0 ? run + 1 : 0;
    longest = Math.max(longest, Math.min(run, BINS));
  }
  const upTo = (value: number) => Math.min(1, Math.ceil(value * 1000) / 1000);
  return Math.max(upTo(coverage), upTo(longest / WHOLE_RUN));
}

/**
 * @param starts seconds, ascending
 * @param bytes of each connection, in the same order; those that name none left out
 * @param stretch the part of the evidence that counts, in seconds
 * @param narrowSeconds gaps nearer than this are alike: clocks and aggregation blur them
 */
export function beaconScore(
  starts: readonly number[],
  bytes: readonly number[],
  stretch: { from: number; to: number },
  narrowSeconds: number,
): BeaconScore {
  const gapList = starts.slice(1).map((start, at) => start - (starts[at] ?? 0));
  const gaps = regularity(
    gapList.filter((gap) => gap > 0),
    narrowSeconds,
    1,
  );
  const sizes = regularity(bytes, 10, 0);
  const bins = histogram(starts, stretch.from, stretch.to);
  const duration = persistence(bins, starts, stretch.from, stretch.to);
  const spread = round(Math.max(evenness(bins), bimodality(bins)));
  return { score: round((gaps + sizes + duration + spread) / 4), gaps, sizes, duration, spread };
}
