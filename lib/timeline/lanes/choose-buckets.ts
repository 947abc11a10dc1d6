export const MAX_BUCKETS = 400;

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const STEPS = [
  ...[1, 2, 5, 10, 15, 30].map((count) => count * SECOND),
  ...[1, 2, 5, 10, 15, 30].map((count) => count * MINUTE),
  ...[1, 2, 3, 6, 12].map((count) => count * HOUR),
];

/** Equal pieces of time side by side; the first begins at `fromMs`, a multiple of `bucketMs` since the epoch. */
export interface Buckets {
  fromMs: number;
  bucketMs: number;
  count: number;
}

/** The finest even division of a view, half open, that has 400 buckets at most. `toMs` must lie after `fromMs`. */
export function chooseBuckets(fromMs: number, toMs: number): Buckets {
  const divide = (bucketMs: number): Buckets => {
    const first = Math.floor(fromMs / bucketMs);
    return { fromMs: first * bucketMs, bucketMs, count: Math.ceil(toMs / bucketMs) - first };
  };
  for (const step of STEPS) {
    const buckets = divide(step);
    if (buckets.count <= MAX_BUCKETS) return buckets;
  }
  let days = 1;
  for (;;) {
    const buckets = divide(days * DAY);
    if (buckets.count <= MAX_BUCKETS) return buckets;
    days *= 2;
  }
}
