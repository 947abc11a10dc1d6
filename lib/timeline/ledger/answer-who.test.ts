import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { answerWho } from "@/lib/timeline/ledger/answer-who";
import { confidenceAt, type LedgerSpanRow } from "@/lib/timeline/ledger/ledger-span";

let id = 0;
function span(part: Partial<LedgerSpanRow>): LedgerSpanRow {
  id += 1;
  return {
    ...{ id: String(id), subjectKind: "private-address", subject: "10.0.5.60", vpcId: "vpc-1", holderKind: "instance" },
    ...{ holder: "i-1", fromMs: null, toMs: null, seenFromMs: null, seenToMs: null, contested: false, proof: "call" },
    ...{ note: null, evidence: null },
    ...part,
  };
}

describe("who held an address", () => {
  const first = span({ holder: "i-1", fromMs: 100, toMs: 200 });
  const second = span({ holder: "i-2", fromMs: 300, toMs: null });

  it("is the holder at the time, with whoever came before and after", () => {
    const [answer] = answerWho([first, second], 150);
    expect(answer).toMatchObject({ holders: [{ holder: "i-1", confidence: "told" }], before: null, unknown: null });
    expect(answer?.after?.holder).toBe("i-2");
    expect(answerWho([first, second], 300)[0]).toMatchObject({
      holders: [{ holder: "i-2" }],
      before: { holder: "i-1" },
    });
  });

  it.each([
    [250, { fromMs: 200, toMs: 300 }],
    [200, { fromMs: 200, toMs: 300 }],
    [50, { fromMs: null, toMs: 100 }],
  ])("is unknown at %i, and between when", (atMs, unknown) => {
    expect(answerWho([first, second], atMs)[0]).toMatchObject({ holders: [], unknown });
  });

  it("is told apart by VPC, those where somebody held it first", () => {
    const places = answerWho([span({ vpcId: "vpc-2", fromMs: 500 }), first], 150);
    expect(places.map(({ vpcId, holders }) => [vpcId, holders.length])).toEqual([
      ["vpc-1", 1],
      ["vpc-2", 0],
    ]);
  });

  it("names the interface that it was on, the NAT gateway behind one, and what contradicts it", () => {
    const on = span({ holderKind: "interface", holder: "eni-1" });
    const rival = span({ holder: "i-9", contested: true, fromMs: 100, toMs: 200, proof: "record" });
    expect(answerWho([first, on, rival], 150)[0]).toMatchObject({
      ...{ holders: [{ holder: "i-1" }], on: [{ holder: "eni-1" }], rivals: [{ holder: "i-9" }] },
    });
    const gateway = span({ holderKind: "gateway", holder: "eni-2" });
    const nat = span({ holderKind: "nat-gateway", holder: "nat-1" });
    expect(answerWho([gateway, nat], 1)[0]).toMatchObject({
      holders: [{ holder: "nat-1" }],
      on: [{ holder: "eni-2" }],
    });
    expect(answerWho([gateway], 1)[0]).toMatchObject({ holders: [{ holder: "eni-2" }], on: [] });
  });

  it("is never both known and unknown, and its neighbours never cover the time", () => {
    const ms = fc.option(fc.nat(50), { nil: null });
    const spans = fc.array(
      fc
        .record({
          fromMs: ms,
          length: fc.option(fc.integer({ min: 1, max: 30 }), { nil: null }),
          holder: fc.constantFrom("i-1", "i-2"),
        })
        .map(({ fromMs, length, holder }) =>
          span({ holder, fromMs, toMs: length === null ? null : (fromMs ?? 0) + length }),
        ),
      { maxLength: 12 },
    );
    fc.assert(
      fc.property(spans, fc.nat(60), (rows, atMs) => {
        for (const { holders, before, after, unknown } of answerWho(rows, atMs)) {
          expect(holders.length > 0).toBe(unknown === null);
          if (before) expect(before.toMs).toBeLessThanOrEqual(atMs);
          if (after) expect(after.fromMs).toBeGreaterThan(atMs);
          if (unknown?.fromMs != null) expect(unknown.fromMs).toBeLessThanOrEqual(atMs);
          if (unknown?.toMs != null) expect(unknown.toMs).toBeGreaterThan(atMs);
        }
      }),
    );
  });
});

describe("how well a holder is known", () => {
  it.each([
    [{ proof: "call", fromMs: 100 }, 150, "told"],
    [{ proof: "call", fromMs: null }, 150, "taken"],
    [{ proof: "record", seenFromMs: 140, seenToMs: 160 }, 150, "seen"],
    [{ proof: "record", seenFromMs: 140, seenToMs: 160 }, 170, "taken"],
    [{ proof: "assumed", fromMs: 100 }, 150, "taken"],
  ] as const)("%j at %i is %s", (part, atMs, expected) => {
    expect(confidenceAt(span(part), atMs)).toBe(expected);
  });
});
