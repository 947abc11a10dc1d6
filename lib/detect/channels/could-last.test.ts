import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { connectionsOf } from "@/lib/detect/channels/connections-of";
import { couldLast } from "@/lib/detect/channels/could-last";
import { channel, type MadeRecord } from "@/lib/detect/detectors/made-up-flows";

const HOUR = 3600;

const record: fc.Arbitrary<MadeRecord> = fc.record({
  at: fc.integer({ min: 0, max: 40 }).map((times) => times * 600),
  seconds: fc.constantFrom(0, 60, 600, 2 * HOUR),
  port: fc.constantFrom(0, 40_000, 40_001, 65_535),
  begins: fc.constantFrom<(0 | 1 | 2)[]>(0, 1, 2),
});

describe("whether a connection could last so long", () => {
  it("is never denied where one does, whatever was asked of other channels before", () => {
    fc.assert(
      fc.property(fc.array(fc.array(record, { maxLength: 40 }), { maxLength: 4 }), (lists) => {
        for (const made of lists.map((records) => channel(records))) {
          const lasted = connectionsOf(made, 600).map(({ startSeconds, endSeconds }) => endSeconds - startSeconds);
          for (const seconds of [HOUR, 2 * HOUR, 4 * HOUR])
            if (lasted.some((one) => one >= seconds)) expect(couldLast(made, seconds)).toBe(true);
        }
      }),
    );
  });

  it("is denied where no port has records so far apart, however many ports there are", () => {
    const ports = Array.from({ length: 30 }, (_, n) => ({ at: n * HOUR, seconds: 60, port: 40_000 + n }));
    expect(couldLast(channel(ports), 4 * HOUR)).toBe(false);
    expect(couldLast(channel([...ports, { at: 4 * HOUR, seconds: 60, port: 40_000 }]), 4 * HOUR)).toBe(true);
  });

  it("is told in whatever order records come", () => {
    const late = { at: 5 * HOUR, seconds: 60, port: 40_000 };
    const early = { at: 0, seconds: 60, port: 40_000 };
    expect(couldLast(channel([early, late]), 4 * HOUR)).toBe(true);
    expect(couldLast(channel([late, early]), 4 * HOUR)).toBe(true);
  });
});
