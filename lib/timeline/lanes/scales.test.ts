import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { byteScale, byteTicks } from "@/lib/timeline/lanes/byte-scale";
import { timeTicks } from "@/lib/timeline/lanes/time-ticks";

describe("byteScale", () => {
  it("grows with the bytes and mirrors below zero", () => {
    fc.assert(
      fc.property(fc.nat(2 ** 31 - 1), fc.integer({ min: 1, max: 2 ** 31 - 1 }), (bytes, more) => {
        expect(byteScale(bytes + more)).toBeGreaterThan(byteScale(bytes));
        expect(byteScale(-bytes)).toBeCloseTo(-byteScale(bytes));
      }),
    );
    expect(byteScale(0)).toBe(0);
  });

  it.each([
    [0, []],
    [99, []],
    [471, [100]],
    [15_044, [100, 1000, 10_000]],
    [131_812_004, [100, 100_000, 100_000_000]],
  ])("marks round numbers up to %i", (max, ticks) => {
    expect(byteTicks(max)).toEqual(ticks);
  });
});

describe("timeTicks", () => {
  it("gives round times inside the view, in order, eight at most", () => {
    fc.assert(
      fc.property(fc.nat(2 ** 41), fc.integer({ min: 1000, max: 2 ** 41 }), (fromMs, length) => {
        const ticks = timeTicks({ fromMs, toMs: fromMs + length });
        expect(ticks.length).toBeLessThanOrEqual(8);
        for (const [index, at] of ticks.entries()) {
          expect(at).toBeGreaterThanOrEqual(fromMs);
          expect(at).toBeLessThan(fromMs + length);
          if (index > 0) expect(at).toBeGreaterThan(ticks[index - 1] ?? at);
        }
      }),
    );
  });
});
