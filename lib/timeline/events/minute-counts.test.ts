import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { MINUTE_MS, MinuteCounts } from "@/lib/timeline/events/minute-counts";

const rows = fc.array(fc.record({ minuteMs: fc.nat(40).map((minute) => minute * MINUTE_MS), records: fc.nat(20) }), {
  maxLength: 60,
});
const piece = fc
  .tuple(fc.nat(45 * MINUTE_MS), fc.nat(45 * MINUTE_MS))
  .map(([fromMs, length]) => ({ fromMs, toMs: fromMs + length }));

const sum = (found: readonly { records: number }[]) => found.reduce((total, { records }) => total + records, 0);

describe("counts by minute", () => {
  it("add up what going through them would", () => {
    fc.assert(
      fc.property(rows, piece, (all, { fromMs, toMs }) => {
        const counts = new MinuteCounts(all);
        const touching = all.filter(({ minuteMs }) => minuteMs + MINUTE_MS > fromMs && minuteMs < toMs);
        const within = all.filter(({ minuteMs }) => minuteMs >= fromMs && minuteMs + MINUTE_MS <= toMs);
        expect(counts.records(counts.touching({ fromMs, toMs }))).toBe(sum(touching));
        expect(counts.records(counts.within({ fromMs, toMs }))).toBe(sum(within));
        expect(counts.records(counts.all)).toBe(sum(all));
      }),
    );
  });

  it("tell where more than so many have come, from either end", () => {
    fc.assert(
      fc.property(rows, fc.nat(200), (all, most) => {
        const counts = new MinuteCounts(all);
        const { first, end } = counts.all;
        const passes = counts.passes(counts.all, most);
        expect(counts.records({ first, end: passes })).toBeLessThanOrEqual(most);
        if (passes < end) expect(counts.records({ first, end: passes + 1 })).toBeGreaterThan(most);
        else expect(sum(all)).toBeLessThanOrEqual(most);
        const back = counts.passesBackwards(counts.all, most);
        expect(counts.records({ first: back + 1, end })).toBeLessThanOrEqual(most);
        if (back >= first) expect(counts.records({ first: back, end })).toBeGreaterThan(most);
        else expect(sum(all)).toBeLessThanOrEqual(most);
      }),
    );
  });
});
