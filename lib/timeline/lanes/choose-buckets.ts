/** As many as the widest screens can draw; narrower ones put several together (`fitLanes`). */
export const MAX_BUCKETS = 720;

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const STEPS = [
  ...[1, 2, 5, 10, 15, 30].map((count) => count * SECOND),
  ...[1, 2, 5, 10, 15, 30].map((count) => count * MINUTE),
  ...[1, 2, 3, 6, 12].map((count) => count * HOUR),
];

/** Buckets of less than a minute are read from every record, not from the roll-up: longer views go without. */
const SECONDS_WITHIN_MS = 4 * HOUR;

/** Equal pieces of time side by side; the first begins at `fromMs`, a multiple of `bucketMs` since the epoch. */
export interface Buckets {
  fromMs: number;
  bucketMs: number;
  count: number;
}

/** Round lengths of a bucket, growing without end. */
function* lengths(): Generator<number> {
  yield* STEPS;
  for (let days = 1; ; days *= 2) yield days * DAY;
}

/**
 * The finest even division of a view, half open, into `most` buckets or fewer. `toMs` must lie after `fromMs`.
 *
 * @param partMs each bucket is to be whole multiples of this long, so that finer ones can be added up to it
 */
export function chooseBuckets(fromMs: number, toMs: number, most = MAX_BUCKETS, partMs = 1): Buckets {
  for (const bucketMs of lengths()) {
    if (bucketMs % partMs !== 0 || (bucketMs < MINUTE && toMs - fromMs > SECONDS_WITHIN_MS)) continue;
    const first = Math.floor(fromMs / bucketMs);
    const count = Math.ceil(toMs / bucketMs) - first;
    if (count <= Math.max(2, most)) return { fromMs: first * bucketMs, bucketMs, count };
  }
  throw new Error("lengths never end");
}
