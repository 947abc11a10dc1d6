import fc from "fast-check";
import { expect, it } from "vitest";
import { barPath, marksOf } from "@/components/charts/lane-shapes";

const MINUTE = 60_000;
const bars = { view: { fromMs: 30_000, toMs: 9 * MINUTE }, buckets: { fromMs: 0, bucketMs: MINUTE, count: 10 } };
const x = (ms: number) => ((ms - bars.view.fromMs) / (bars.view.toMs - bars.view.fromMs)) * 200;

it("draws a bar for each number and none for zero or a gap, inside the view", () => {
  const path = barPath([5, null, 0, 3, 0, 0, 0, 0, 0, 1], bars, x, (value) => 10 - value);
  const lefts = [...path.matchAll(/M([-\d.]+)/g)].map(([, left]) => Number(left));
  expect(lefts).toHaveLength(3);
  expect(Math.min(...lefts)).toBe(0);
});

it("hides nothing behind a mark: their numbers add up, and they stand apart inside the view", () => {
  const values = fc.array(fc.option(fc.nat(40)), { minLength: 10, maxLength: 10 });
  fc.assert(
    fc.property(values, fc.integer({ min: 1, max: 90 }), (series, apart) => {
      const marks = marksOf(series, bars, x, apart);
      const sum = (numbers: readonly (number | null)[]) =>
        numbers.reduce<number>((total, value) => total + (value ?? 0), 0);
      expect(sum(marks.map(({ count }) => count))).toBe(sum(series));
      for (const [index, mark] of marks.entries()) {
        expect(mark.x).toBeGreaterThanOrEqual(0);
        expect(mark.x).toBeLessThanOrEqual(200);
        if (index > 0) expect(mark.x - (marks[index - 1]?.x ?? 0)).toBeGreaterThanOrEqual(apart);
      }
    }),
  );
});
