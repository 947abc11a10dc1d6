import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { coverageStrip, MOST_PIECES } from "@/components/case/coverage-strip";
import type { CoverageV1 } from "@/lib/investigate/document.types";

const row = (subject: string, from: number, to: number, state: CoverageV1["state"] = "recorded"): CoverageV1 => ({
  ...{ source: "vpc-flow", subject, state },
  ...{ from: new Date(from).toISOString(), to: new Date(to).toISOString() },
});

const STATES = fc.constantFrom<CoverageV1["state"]>("recorded", "recorded", "digest-gap", "traffic-type-not-logged");

describe("coverageStrip", () => {
  it("tells what all, some and no subject's log shows", () => {
    const rows = [row("a", 0, 50), row("a", 50, 80, "no-data"), row("b", 20, 40), row("b", 40, 100, "absent")];
    expect(coverageStrip(rows, 0, 100).map(({ fromMs, toMs, told }) => [fromMs, toMs, told])).toEqual([
      [0, 20, 1],
      [20, 40, 2],
      [40, 80, 1],
      [80, 100, 0],
    ]);
  });

  it("tells apart what leaves something out, where it was recorded at all", () => {
    const rows = [row("a", 0, 50), row("a", 30, 80, "digest-gap"), row("b", 0, 50)];
    expect(coverageStrip(rows, 0, 100).map(({ fromMs, toMs, told, doubted }) => [fromMs, toMs, told, doubted])).toEqual(
      [
        [0, 30, 2, 0],
        [30, 50, 2, 1],
        [50, 100, 0, 0],
      ],
    );
  });

  it("is one empty piece where nothing was logged, and none of no window", () => {
    expect(coverageStrip([row("a", 0, 100, "absent")], 0, 100)).toEqual([
      { fromMs: 0, toMs: 100, told: 0, doubted: 0, of: 1 },
    ]);
    expect(coverageStrip([], 5, 5)).toEqual([]);
  });

  it("keeps every gap in view where there are more pieces than a bar has room for", () => {
    const rows = Array.from({ length: 5000 }, (_, n) => row("a", n * 1000, n * 1000 + 1000)).filter(
      (_, n) => n % 7 !== 0,
    );
    const pieces = coverageStrip([...rows, row("b", 0, 5_000_000)], 0, 5_000_000);
    expect(pieces.length).toBeLessThanOrEqual(MOST_PIECES);
    expect([pieces[0]?.fromMs, pieces.at(-1)?.toMs]).toEqual([0, 5_000_000]);
    expect(Math.min(...pieces.map(({ told }) => told))).toBe(1);
    for (const [index, piece] of pieces.entries()) expect(pieces[index + 1]?.fromMs ?? piece.toMs).toBe(piece.toMs);
  });

  it("fills the window without a hole, whatever overlaps", () => {
    const ms = fc.nat(1000);
    const rows = fc.array(
      fc
        .record({ subject: fc.constantFrom("a", "b", "c"), state: STATES, from: ms, length: ms })
        .map((r) => row(r.subject, r.from, r.from + r.length, r.state)),
    );
    fc.assert(
      fc.property(rows, ms, fc.integer({ min: 1, max: 500 }), (given, from, length) => {
        const pieces = coverageStrip(given, from, from + length);
        expect(pieces[0]?.fromMs).toBe(from);
        expect(pieces.at(-1)?.toMs).toBe(from + length);
        for (const [index, piece] of pieces.entries()) {
          expect(piece.fromMs).toBeLessThan(piece.toMs);
          expect(piece.told).toBeLessThanOrEqual(piece.of);
          const next = pieces[index + 1];
          expect(piece.doubted).toBeLessThanOrEqual(piece.told);
          if (next) expect(next.fromMs).toBe(piece.toMs);
          if (next) expect([next.told, next.doubted]).not.toEqual([piece.told, piece.doubted]);
        }
      }),
    );
  });
});
