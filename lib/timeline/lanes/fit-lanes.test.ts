import fc from "fast-check";
import { expect, it } from "vitest";
import { chooseBuckets } from "@/lib/timeline/lanes/choose-buckets";
import { BAR_PX, fitLanes } from "@/lib/timeline/lanes/fit-lanes";
import type { LaneModel, Series } from "@/lib/timeline/lanes/lane.types";

function modelOf(fromMs: number, toMs: number, value: (bucket: number) => number | null): LaneModel {
  const view = { fromMs, toMs };
  const buckets = chooseBuckets(fromMs, toMs);
  const series = Array.from({ length: buckets.count }, (_, bucket) => value(bucket));
  const rest = series.map(() => 0);
  return {
    ...{ view, buckets, window: null, firstContactMs: null, findings: [] },
    bytes: { withOut: series, withIn: rest, elseOut: series, elseIn: rest, refused: rest, gaps: [], doubts: [] },
    lookups: { queries: series, toIndicator: rest, gaps: [] },
    calls: { allowed: series, denied: rest, elsewhere: rest, gaps: [], doubts: [] },
  };
}

const sum = (series: Series) => series.reduce<number>((total, value) => total + (value ?? 0), 0);

it("covers the view with bars that can be seen, loses no number, and makes no gap a zero", () => {
  const from = fc.nat(4_000_000_000);
  const length = fc.integer({ min: 60_000, max: 400 * 86_400_000 });
  const known = fc.func(fc.option(fc.nat(1_000_000), { freq: 3 }));
  fc.assert(
    fc.property(from, length, fc.integer({ min: 40, max: 3000 }), known, (fromMs, ms, widthPx, value) => {
      const model = modelOf(fromMs, fromMs + ms, value);
      const fitted = fitLanes(model, widthPx);
      const { fromMs: first, bucketMs, count } = fitted.buckets;
      expect(count).toBeLessThanOrEqual(Math.max(model.buckets.count > 2 ? 2 : 0, Math.floor(widthPx / BAR_PX)));
      expect(first).toBeLessThanOrEqual(fromMs);
      expect(first + bucketMs).toBeGreaterThan(fromMs);
      expect(first + count * bucketMs).toBeGreaterThanOrEqual(fromMs + ms);
      expect(first + (count - 1) * bucketMs).toBeLessThan(fromMs + ms);
      expect(fitted.bytes.withOut).toHaveLength(count);
      expect(sum(fitted.bytes.withOut)).toBe(sum(model.bytes.withOut));
      for (const [at, shown] of fitted.calls.allowed.entries()) {
        const parts = model.calls.allowed.filter((_, part) => {
          const partMs = model.buckets.fromMs + part * model.buckets.bucketMs;
          return partMs >= first + at * bucketMs && partMs < first + (at + 1) * bucketMs;
        });
        expect(shown === null).toBe(parts.every((part) => part === null));
      }
    }),
    { numRuns: 60 },
  );
});

it.each([
  [1280, 830, 900_000],
  [1920, 1_440, 600_000],
  [390, 240, 3_600_000],
])("draws two days on a screen %i wide in bars of a round length", (_, plotPx, bucketMs) => {
  const fromMs = Date.UTC(2026, 1, 15);
  expect(
    fitLanes(
      modelOf(fromMs, fromMs + 48 * 3_600_000, () => 1),
      plotPx,
    ).buckets.bucketMs,
  ).toBe(bucketMs);
});
