import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { FLOW_SILENCE_MS, flowStretches, type LoggedPiece } from "@/lib/investigate/coverage-stretches";

const MINUTE = 60_000;
const piece = (fromMinute: number, toMinute: number, state: LoggedPiece["state"] = "recorded"): LoggedPiece => ({
  fromMs: fromMinute * MINUTE,
  toMs: toMinute * MINUTE,
  state,
});
const stretches = (pieces: LoggedPiece[], toMinute = 60) =>
  flowStretches(pieces, 0, toMinute * MINUTE).map(
    ({ fromMs, toMs, state }) => `${fromMs / MINUTE}-${toMs / MINUTE} ${state}`,
  );

describe("flowStretches", () => {
  it.each([
    { why: "no row at all", pieces: [], expected: ["0-60 absent"] },
    {
      why: "ten minutes of silence are not yet absence",
      pieces: [piece(0, 20), piece(30, 60)],
      expected: ["0-60 recorded"],
    },
    {
      why: "more than ten minutes are",
      pieces: [piece(0, 20), piece(31, 60)],
      expected: ["0-20 recorded", "20-31 absent", "31-60 recorded"],
    },
    {
      why: "before the first and after the last row too",
      pieces: [piece(20, 30)],
      expected: ["0-20 absent", "20-30 recorded", "30-60 absent"],
    },
    {
      why: "NODATA is a log that was there",
      pieces: [piece(0, 20), piece(20, 40, "no-data"), piece(40, 60)],
      expected: ["0-20 recorded", "20-40 no-data", "40-60 recorded"],
    },
    {
      why: "skipped outweighs recorded, recorded outweighs no data",
      pieces: [piece(0, 60, "no-data"), piece(10, 50), piece(20, 30, "skipped")],
      expected: ["0-10 no-data", "10-20 recorded", "20-30 skipped", "30-50 recorded", "50-60 no-data"],
    },
    { why: "cut at the window", pieces: [piece(-5, 70)], expected: ["0-60 recorded"] },
  ])("$why", ({ pieces, expected }) => {
    expect(stretches(pieces)).toEqual(expected);
  });

  it("gives ordered stretches inside the window that never overlap, whatever the order of rows", () => {
    const anyPiece = fc
      .record({
        from: fc.integer({ min: -20, max: 130 }),
        length: fc.nat(30),
        state: fc.constantFrom<LoggedPiece["state"]>("recorded", "no-data", "skipped"),
      })
      .map(({ from, length, state }) => piece(from, from + length, state));
    fc.assert(
      fc.property(fc.array(anyPiece, { maxLength: 12 }), (pieces) => {
        const plain = flowStretches(pieces, 0, 120 * MINUTE);
        expect(flowStretches([...pieces].reverse(), 0, 120 * MINUTE)).toEqual(plain);
        let coveredTo = 0;
        for (const { fromMs, toMs, state } of plain) {
          expect(fromMs).toBeGreaterThanOrEqual(coveredTo);
          expect(toMs).toBeGreaterThan(fromMs);
          expect(fromMs - coveredTo).toBeLessThanOrEqual(FLOW_SILENCE_MS);
          if (state === "absent") {
            expect(pieces.filter((row) => row.fromMs < toMs && row.toMs > fromMs)).toEqual([]);
          }
          coveredTo = toMs;
        }
        expect(120 * MINUTE - coveredTo).toBeLessThanOrEqual(FLOW_SILENCE_MS);
      }),
    );
  });
});
