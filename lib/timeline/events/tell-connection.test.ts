import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type ConnectionRecord, tellConnection } from "@/lib/timeline/events/tell-connection";

const record = (sameWay: boolean, tcpFlags: number | null, more: Partial<ConnectionRecord> = {}): ConnectionRecord => ({
  ...{ startMs: 0, endMs: 60, accepted: true, sameWay, tcpFlags },
  ...more,
});
const refused = { accepted: false };

describe("what the records of a connection tell", () => {
  it.each([
    ["short", [record(true, 3), record(false, 19)], { openedBy: "source", short: true, closedMs: 60 }],
    ["opened by the other side", [record(false, 2), record(true, 18)], { openedBy: "destination", closedMs: null }],
    ["closed later", [record(true, 2), record(true, 1, { endMs: 240 })], { openedBy: "source", closedMs: 240 }],
    ["in its middle", [record(true, 0), record(false, 0)], { openedBy: null, closedMs: null, records: 2 }],
    ["refused", [record(true, 2, refused)], { openedBy: "source", answerRefused: false }],
    ["of ports used again", [record(true, 2), record(false, 2)], { openedBy: null }],
    [
      "whose answer is refused",
      [record(false, null), record(true, null, { startMs: 40, ...refused })],
      { answerRefused: true },
    ],
    [
      "refused before it was accepted",
      [record(false, 2, { startMs: 50 }), record(true, 2, refused)],
      { answerRefused: false },
    ],
  ])("%s", (_, records, expected) => {
    expect(tellConnection(records)).toMatchObject(expected);
  });

  it("does not depend on their order", () => {
    const any = fc.record({
      ...{ startMs: fc.nat(100), endMs: fc.nat(200), sameWay: fc.boolean() },
      accepted: fc.option(fc.boolean(), { nil: null }),
      tcpFlags: fc.option(fc.constantFrom(0, 1, 2, 3, 4, 18, 19), { nil: null }),
    });
    const twice = fc
      .array(any, { maxLength: 8 })
      .chain((all) => fc.tuple(fc.constant(all), fc.shuffledSubarray(all, { minLength: all.length })));
    fc.assert(
      fc.property(twice, ([records, shuffled]) => {
        expect(tellConnection(shuffled)).toEqual(tellConnection(records));
      }),
    );
  });
});
