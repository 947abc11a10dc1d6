import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { LedgerSpanRow } from "@/lib/timeline/ledger/ledger-span";
import { prepareStrip } from "@/lib/timeline/ledger/prepare-strip";

function span(
  holder: string,
  fromMs: number | null,
  toMs: number | null,
  part: Partial<LedgerSpanRow> = {},
): LedgerSpanRow {
  return {
    ...{
      id: "1",
      subjectKind: "private-address",
      subject: "10.0.5.60",
      vpcId: "vpc-1",
      holderKind: "instance",
      holder,
    },
    ...{ fromMs, toMs, seenFromMs: null, seenToMs: null, contested: false, proof: "call", note: null, evidence: null },
    ...part,
  };
}
const told = (pieces: ReturnType<typeof prepareStrip>) =>
  pieces.map(({ fromMs, toMs, state, holders }) => [fromMs, toMs, state, holders.join()]);

describe("prepareStrip", () => {
  it("shows holders, what nothing tells, and where two had it", () => {
    const spans = [
      span("i-1", 10, 40),
      span("i-2", 60, null),
      span("i-9", 20, 30, { contested: true, proof: "record" }),
    ];
    expect(told(prepareStrip(spans, 0, 100))).toEqual([
      [0, 10, "unknown", ""],
      [10, 20, "held", "i-1"],
      [20, 30, "several", "i-1,i-9"],
      [30, 40, "held", "i-1"],
      [40, 60, "unknown", ""],
      [60, 100, "held", "i-2"],
    ]);
  });

  it("tells what was seen from what is taken for granted", () => {
    const spans = [span("i-1", null, null, { proof: "record", seenFromMs: 20, seenToMs: 49 })];
    expect(told(prepareStrip(spans, 0, 100))).toEqual([
      [0, 20, "taken", "i-1"],
      [20, 50, "held", "i-1"],
      [50, 100, "taken", "i-1"],
    ]);
  });

  it("speaks of interfaces only where nobody behind them is known", () => {
    const on = span("eni-1", 0, 100, { holderKind: "interface" });
    expect(told(prepareStrip([on, span("i-1", 0, 50)], 0, 100))).toEqual([
      [0, 50, "held", "i-1"],
      [50, 100, "unknown", ""],
    ]);
    expect(told(prepareStrip([on], 0, 100))).toEqual([[0, 100, "held", "eni-1"]]);
  });

  it("fills the time without a hole, and hides no overlap and no unknown stretch however many there are", () => {
    const ms = fc.option(fc.nat(5000), { nil: null });
    const spans = fc.array(
      fc
        .record({ holder: fc.constantFrom("i-1", "i-2", "i-3"), fromMs: ms, length: fc.nat(300) })
        .map(({ holder, fromMs, length }) => span(holder, fromMs, (fromMs ?? 0) + length + 1)),
      { maxLength: 400 },
    );
    fc.assert(
      fc.property(spans, (given) => {
        const pieces = prepareStrip(given, 0, 5000);
        expect([pieces[0]?.fromMs, pieces.at(-1)?.toMs]).toEqual([0, 5000]);
        for (const [index, piece] of pieces.entries()) {
          expect(piece.fromMs).toBeLessThan(piece.toMs);
          expect(piece.holders.length > 1).toBe(piece.state === "several");
          expect(pieces[index + 1]?.fromMs ?? piece.toMs).toBe(piece.toMs);
        }
      }),
      { numRuns: 60 },
    );
  });
});
