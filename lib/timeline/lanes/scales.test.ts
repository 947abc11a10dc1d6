import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { timesIn } from "@/components/format/times";
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
    [15_044, [10_000]],
    [550_000, [10_000, 100_000]],
    [131_812_004, [10_000, 1_000_000, 100_000_000]],
    [5e12, [1e8, 1e10, 1e12]],
  ])("marks round numbers up to %i", (max, ticks) => {
    expect(byteTicks(max)).toEqual(ticks);
  });
});

const iso = (ms: number) => new Date(ms).toISOString().slice(0, 16);

describe("timeTicks", () => {
  it.each([
    // Clocks jump from 02:00 to 03:00 at 01:00 UTC: midnight, then every third hour that they show.
    ["Europe/Berlin", "2026-03-29T00:00+01:00", 23, ["2026-03-28T23:00", "2026-03-29T01:00", "2026-03-29T04:00"]],
    // From 03:00 back to 02:00 at 01:00 UTC: three o'clock comes four hours after midnight.
    ["Europe/Berlin", "2026-10-25T00:00+02:00", 24, ["2026-10-24T22:00", "2026-10-25T02:00", "2026-10-25T05:00"]],
    ["Asia/Kolkata", "2026-02-16T00:00Z", 24, ["2026-02-16T00:30", "2026-02-16T03:30", "2026-02-16T06:30"]],
    ["UTC", "2026-02-16T22:30Z", 5, ["2026-02-16T23:00", "2026-02-17T00:00", "2026-02-17T01:00"]],
    ["America/St_Johns", "2026-02-16T00:00Z", 5, ["2026-02-16T00:30", "2026-02-16T01:30", "2026-02-16T02:30"]],
  ])("writes round times of %s", (zone, from, hours, first) => {
    const fromMs = Date.parse(from);
    const ticks = timeTicks({ fromMs, toMs: fromMs + hours * 3_600_000 }, 8, timesIn(zone).offsetMinutes);
    expect(ticks.slice(0, 3).map(iso)).toEqual(first);
  });

  it("writes the hour twice that the clocks repeat", () => {
    const fromMs = Date.parse("2026-10-25T01:00+02:00");
    const ticks = timeTicks({ fromMs, toMs: fromMs + 4 * 3_600_000 }, 5, timesIn("Europe/Berlin").offsetMinutes);
    expect(ticks.map(timesIn("Europe/Berlin").minute)).toEqual(["01:00", "02:00", "02:00", "03:00"]);
  });

  it("gives moments of the view at which the clocks show round times, in order, as many as there is room for", () => {
    const zones = fc.constantFrom("UTC", "Europe/Berlin", "Asia/Kolkata", "Australia/Lord_Howe", "America/New_York");
    const start = fc.integer({ min: Date.UTC(2000, 0), max: Date.UTC(2040, 0) });
    const length = fc.integer({ min: 10_000, max: 400 * 86_400_000 });
    fc.assert(
      fc.property(zones, start, length, fc.integer({ min: 2, max: 14 }), (zone, fromMs, ms, most) => {
        const { offsetMinutes, clock } = timesIn(zone);
        const ticks = timeTicks({ fromMs, toMs: fromMs + ms }, most, offsetMinutes);
        expect(ticks.length).toBeLessThanOrEqual(most);
        expect(ticks).toEqual([...new Set(ticks)].sort((a, b) => a - b));
        for (const at of ticks) {
          expect(at).toBeGreaterThanOrEqual(fromMs);
          expect(at).toBeLessThan(fromMs + ms);
          expect(clock(at)).toMatch(ms > most * 3_600_000 ? /:00:00$/ : /[05]$|:\d[0-9]$/);
        }
      }),
      { numRuns: 60 },
    );
  });
});
