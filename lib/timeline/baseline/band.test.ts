import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { robustZ, usualIn } from "@/lib/timeline/baseline/band";
import { type Baseline, MEASURES, type MeasureName } from "@/lib/timeline/baseline/baseline.types";
import { chooseBaseline } from "@/lib/timeline/baseline/choose-baseline";
import { LEAST_HOURS, measureNormal, median } from "@/lib/timeline/baseline/hour-normal";

const HOUR = 3_600_000;

function baselineOf(hours: (number | null)[]): Baseline {
  const byHour = new Map(hours.map((value, hour) => [hour, value]));
  const one = (measure: MeasureName) => measureNormal(measure, byHour);
  return {
    ...{ span: { fromMs: 0, toMs: hours.length * HOUR }, by: "window" },
    measures: { bytesOut: one("bytesOut"), bytesIn: one("bytesIn"), lookups: one("lookups"), calls: one("calls") },
  };
}

const hour = (at: number, hours = 1) => ({ fromMs: at * HOUR, toMs: (at + hours) * HOUR });

describe("what is usual", () => {
  it.each([
    [[], 0],
    [[3], 3],
    [[9, 1], 5],
    [[9, 1, 2], 2],
  ])("has %j in the middle at %d", (values, middle) => {
    expect(median(values)).toBe(middle);
  });

  it("is not claimed below a day of recorded hours, and says how many there are", () => {
    const short = baselineOf([...new Array(LEAST_HOURS - 1).fill(5), null, null]);
    expect(short.measures.lookups).toEqual({ hours: LEAST_HOURS - 1, all: null, byHour: null });
    expect(usualIn(short, "lookups", hour(30))).toBeNull();
    expect(robustZ(short, "lookups", hour(30), 5000)).toBeNull();
  });

  it("is median and MAD of the hours, untouched by a few wild ones", () => {
    // 8, 10, 12 over and over: median 10, and half of the hours lie within 2 of it.
    const calm = Array.from({ length: 30 }, (_, at) => 8 + (at % 3) * 2);
    const { all } = baselineOf([...calm, 1e6, 1e6]).measures.calls;
    expect(all).toEqual({ median: 10, spread: 2 * 1.4826 });
    const band = usualIn(baselineOf(calm), "calls", hour(40));
    expect(band?.low).toBeCloseTo(10 - 3 * 2 * 1.4826);
    expect(band?.high).toBeCloseTo(10 + 3 * 2 * 1.4826);
    expect(robustZ(baselineOf(calm), "calls", hour(40), 10)).toBe(0);
    expect(robustZ(baselineOf(calm), "calls", hour(40), 40)).toBeCloseTo((0.6745 * 30) / 2, 2);
  });

  it("has no z where no hour differed", () => {
    expect(robustZ(baselineOf(new Array(48).fill(4)), "lookups", hour(50), 400)).toBeNull();
    expect(usualIn(baselineOf(new Array(48).fill(4)), "lookups", hour(50))).toEqual({ low: 4, high: 4 });
  });

  it("compares bytes by their powers of ten: a thousandfold hour is as far on either side", () => {
    const base = baselineOf(Array.from({ length: 30 }, (_, at) => 10 ** (5 + (at % 3)) - 1));
    expect(robustZ(base, "bytesOut", hour(40), 1e9 - 1)).toBeCloseTo(3 / 1.4826, 6);
    expect(robustZ(base, "bytesOut", hour(40), 1e3 - 1)).toBeCloseTo(-3 / 1.4826, 6);
  });

  it("is judged by the hour of the day where each was seen on seven days", () => {
    const days = (count: number) => Array.from({ length: count * 24 }, (_, at) => (at % 24 === 3 ? 100 : 10));
    expect(usualIn(baselineOf(days(7)), "lookups", hour(24 * 8 + 3))).toEqual({ low: 100, high: 100 });
    expect(usualIn(baselineOf(days(7)), "lookups", hour(24 * 8 + 4))).toEqual({ low: 10, high: 10 });
    expect(usualIn(baselineOf(days(6)), "lookups", hour(24 * 8 + 3))).toEqual({ low: 10, high: 10 });
    // Several hours together are no hour of the day.
    expect(usualIn(baselineOf(days(7)), "lookups", hour(24 * 8 + 3, 2))?.low).toBe(20);
  });

  it("holds the median, never is below nothing, and is within the band where z is at most three", () => {
    const values = fc.array(fc.nat(1_000_000), { minLength: LEAST_HOURS, maxLength: 60 });
    const minutes = fc.integer({ min: 1, max: 600 });
    fc.assert(
      fc.property(values, minutes, fc.nat(2_000_000), fc.constantFrom(...MEASURES), (hours, length, value, measure) => {
        const base = baselineOf(hours);
        const piece = { fromMs: 0, toMs: length * 60_000 };
        const band = usualIn(base, measure, piece);
        const z = robustZ(base, measure, piece, value);
        expect(band?.low).toBeGreaterThanOrEqual(0);
        expect(band?.high).toBeGreaterThanOrEqual(band?.low ?? 0);
        if (band && z !== null && Math.abs(Math.abs(z) - 3) > 1e-6) {
          expect(value <= band.high && (value >= band.low || band.low === 0)).toBe(
            z <= 3 && (z >= -3 || band.low === 0),
          );
        }
      }),
    );
  });
});

describe("chooseBaseline", () => {
  const source = {
    ...{ span: { fromMs: HOUR / 2, toMs: 100.5 * HOUR }, url: null, case: null },
    ...{ startMs: null, windowFromMs: null, earliestMs: null },
  };

  it.each([
    ["nothing to go by", {}, { by: "earliest", span: null }],
    ["before the earliest record of the indicator", { earliestMs: 30.7 * HOUR }, { by: "earliest", span: hour(1, 29) }],
    ["before the window", { earliestMs: 30 * HOUR, windowFromMs: 20 * HOUR }, { by: "window", span: hour(1, 19) }],
    ["before the accepted start", { windowFromMs: 20 * HOUR, startMs: 10 * HOUR }, { by: "start", span: hour(1, 9) }],
    ["what the case keeps", { startMs: 10 * HOUR, case: hour(50, 9) }, { by: "case", span: hour(50, 9) }],
    [
      "what the URL asks for, as far as there is evidence",
      { case: hour(50, 9), url: hour(90, 90) },
      { by: "url", span: hour(90, 10) },
    ],
    ["a window that begins with the evidence", { windowFromMs: HOUR / 2 }, { by: "window", span: null }],
    [
      "no more than 45 days",
      { span: hour(0, 3000), windowFromMs: 2000 * HOUR },
      { by: "window", span: hour(920, 1080) },
    ],
  ])("takes %s", (_, over, expected) => {
    expect(chooseBaseline({ ...source, ...over })).toEqual(expected);
  });
});
