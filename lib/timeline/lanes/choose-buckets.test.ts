import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { chooseBuckets, MAX_BUCKETS } from "@/lib/timeline/lanes/choose-buckets";

const HOUR = 3_600_000;
const at = Date.UTC(2026, 1, 16, 22, 30);

describe("chooseBuckets", () => {
  it.each([
    [60_000, 1_000, 60],
    [HOUR, 5_000, 720],
    [4 * HOUR, 30_000, 480],
    [5 * HOUR, 60_000, 300],
    [48 * HOUR, 300_000, 576],
    [30 * 24 * HOUR, 2 * HOUR, 361],
  ])("divides %i ms into buckets of %i ms", (length, bucketMs, count) => {
    expect(chooseBuckets(at, at + length)).toMatchObject({ bucketMs, count });
  });

  it("covers every view with so many buckets at most, and minutes never straddle two", () => {
    const view = fc.tuple(fc.nat(4_000_000_000_000), fc.integer({ min: 1, max: 4_000_000_000_000 }));
    fc.assert(
      fc.property(view, ([fromMs, length]) => {
        const { fromMs: first, bucketMs, count } = chooseBuckets(fromMs, fromMs + length);
        expect(count).toBeLessThanOrEqual(MAX_BUCKETS);
        expect(first).toBeLessThanOrEqual(fromMs);
        expect(first).toBeGreaterThan(fromMs - bucketMs);
        expect(first + count * bucketMs).toBeGreaterThanOrEqual(fromMs + length);
        expect(first % bucketMs).toBe(0);
        expect(bucketMs % 60_000 === 0 || 60_000 % bucketMs === 0).toBe(true);
      }),
    );
  });
});
