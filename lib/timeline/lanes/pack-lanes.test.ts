import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Series } from "@/lib/timeline/lanes/lane.types";
import { type Lanes, packLanes, unpackLanes } from "@/lib/timeline/lanes/pack-lanes";

const buckets = { fromMs: 0, bucketMs: 60_000, count: 4 };
const view = { fromMs: 0, toMs: 240_000 };

function lanesOf(one: Series, other: Series): Lanes {
  const gaps = [{ fromMs: 0, toMs: 60_000, state: "absent" as const }];
  return {
    lanes: {
      ...{ view, buckets, window: null, firstContactMs: 7 },
      // Words of a log that look like a packed series stay words.
      findings: [{ id: "bytes", type: "7,0*40,n", fromMs: 1, toMs: 2 }],
      bytes: { withOut: one, withIn: other, elseOut: one, elseIn: other, refused: one, gaps, doubts: [] },
      lookups: { queries: other, toIndicator: one, gaps: [] },
      calls: { allowed: one, denied: other, elsewhere: [], gaps, doubts: [{ ...view, of: "digests" }] },
    },
    overview: { span: view, buckets, bytes: one, withIndicator: other, gaps: [] },
  };
}

describe("packed lanes", () => {
  it("are what they were", () => {
    const value = fc.oneof(
      fc.constantFrom(null, 0, 1, 1e21, 2 ** 53 - 1),
      fc.double({ min: 0, noNaN: true, noDefaultInfinity: true }),
    );
    const series = fc.array(fc.tuple(value, fc.integer({ min: 1, max: 4 })), { maxLength: 8 }).map((runs) =>
      // Runs of equal neighbours, as logs have them.
      runs.flatMap(([one, times]) => new Array<number | null>(times).fill(one)),
    );
    fc.assert(
      fc.property(series, series, (one, other) => {
        const lanes = lanesOf(one, other);
        expect(unpackLanes(packLanes(lanes))).toEqual(lanes);
      }),
    );
  });

  it("write equal neighbours once", () => {
    const hour = new Array<number | null>(60).fill(null);
    expect(packLanes(lanesOf([5, ...hour], []))).toContain('"withOut":"5,n*60"');
  });
});
