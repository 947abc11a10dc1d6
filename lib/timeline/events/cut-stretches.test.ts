import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { cutStretches } from "@/lib/timeline/events/cut-stretches";
import { MinuteCounts } from "@/lib/timeline/events/minute-counts";

const MINUTE = 60_000;
const counts = fc
  .uniqueArray(fc.record({ minute: fc.nat(50), records: fc.integer({ min: 1, max: 40 }) }), {
    selector: (row) => row.minute,
  })
  .map((rows) =>
    rows.map(({ minute, records }) => ({ minuteMs: minute * MINUTE, records })).sort((a, b) => a.minuteMs - b.minuteMs),
  );

describe("cutStretches", () => {
  it("leaves a view of few records whole", () => {
    const view = { fromMs: 5, toMs: 10 * MINUTE };
    expect(cutStretches(view, new MinuteCounts([{ minuteMs: 0, records: 10 }]), 10)).toEqual([view]);
    expect(cutStretches(view, new MinuteCounts([]), 10)).toEqual([view]);
  });

  it("cuts before the minute that would be too much", () => {
    const minutes = [4, 5, 2].map((records, at) => ({ minuteMs: at * MINUTE, records }));
    expect(cutStretches({ fromMs: 0, toMs: 3 * MINUTE }, new MinuteCounts(minutes), 9)).toEqual([
      { fromMs: 0, toMs: 2 * MINUTE },
      { fromMs: 2 * MINUTE, toMs: 3 * MINUTE },
    ]);
  });

  it("covers the view without a hole, with no more than the most in any stretch of whole minutes", () => {
    fc.assert(
      fc.property(
        counts,
        fc.nat(20 * MINUTE),
        fc.integer({ min: 1, max: 30 * MINUTE }),
        fc.integer({ min: 1, max: 60 }),
        (minutes, fromMs, length, most) => {
          const view = { fromMs, toMs: fromMs + length };
          const stretches = cutStretches(view, new MinuteCounts(minutes), most);
          expect(stretches[0]?.fromMs).toBe(view.fromMs);
          expect(stretches.at(-1)?.toMs).toBe(view.toMs);
          for (const [at, stretch] of stretches.entries()) {
            expect(stretch.fromMs).toBeLessThan(stretch.toMs);
            if (at > 0) expect(stretch.fromMs).toBe(stretches[at - 1]?.toMs);
            const within = minutes.filter(
              ({ minuteMs }) => minuteMs >= stretch.fromMs && minuteMs + MINUTE <= stretch.toMs,
            );
            expect(within.reduce((sum, { records }) => sum + records, 0)).toBeLessThanOrEqual(most);
          }
        },
      ),
    );
  });
});
