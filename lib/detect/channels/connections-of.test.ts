import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { connectionsOf } from "@/lib/detect/channels/connections-of";
import { channel, type MadeRecord } from "@/lib/detect/detectors/made-up-flows";

const record = fc.record({
  at: fc.integer({ min: 0, max: 3 }).map((minute) => minute * 60),
  seconds: fc.constantFrom(5, 60),
  port: fc.constantFrom(40_000, 40_001),
  begins: fc.constantFrom<(0 | 1 | 2)[]>(0, 1, 2),
});

describe("connections", () => {
  it("are the same in whatever order their records come", () => {
    const records = fc.array(record, { maxLength: 8 });
    fc.assert(
      fc.property(
        records.chain((list) => fc.tuple(fc.constant(list), fc.shuffledSubarray(list, { minLength: list.length }))),
        ([list, shuffled]: [MadeRecord[], MadeRecord[]]) => {
          expect(connectionsOf(channel(shuffled), 60)).toEqual(connectionsOf(channel(list), 60));
        },
      ),
    );
  });
});
