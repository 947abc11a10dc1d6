import { describe, expect, it } from "vitest";
import { MinuteCounts } from "@/lib/timeline/events/minute-counts";
import { borderWithin } from "@/lib/timeline/events/scan-bound";

const MINUTE = 60_000;
const MINUTES = [0, 1, 2, 3, 4].map((at) => ({ minuteMs: at * MINUTE, records: 10 }));
const COUNTS = new MinuteCounts(MINUTES);
const ALL = { fromMs: 0, toMs: 5 * MINUTE };

describe("where looking through records ends for now", () => {
  it.each([
    ["later", 25, 2 * MINUTE],
    ["earlier", 25, 3 * MINUTE],
    ["later", 50, null],
    ["earlier", 49, 1 * MINUTE],
    ["later", 9, undefined],
    ["earlier", 9, undefined],
  ] as const)("%s, %i records at most: %s", (direction, most, border) => {
    expect(borderWithin(COUNTS, ALL, direction, most)).toBe(border);
  });

  it("counts a minute that the stretch has a part of as a whole", () => {
    const part = { fromMs: 0.5 * MINUTE, toMs: 3.5 * MINUTE };
    expect(borderWithin(COUNTS, part, "later", 20)).toBe(2 * MINUTE);
    expect(borderWithin(COUNTS, part, "earlier", 20)).toBe(2 * MINUTE);
    expect(borderWithin(COUNTS, part, "later", 40)).toBeNull();
  });

  it("always leaves something to read before it", () => {
    const full = [{ minuteMs: 0, records: 1000 }, ...MINUTES.slice(1)];
    expect(
      borderWithin(new MinuteCounts(full), { fromMs: 0.9 * MINUTE, toMs: 5 * MINUTE }, "later", 100),
    ).toBeUndefined();
    expect(borderWithin(new MinuteCounts(full), { fromMs: 0.9 * MINUTE, toMs: 5 * MINUTE }, "earlier", 100)).toBe(
      MINUTE,
    );
  });
});
