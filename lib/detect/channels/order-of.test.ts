import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { byPortAndTime } from "@/lib/detect/channels/order-of";

const DAY = 86_400;

const record = fc.record({
  start: fc.oneof(fc.integer({ min: 0, max: 5 }), fc.constantFrom(40 * DAY, 60 * DAY, 2 ** 32 - 1)),
  seconds: fc.constantFrom(0, 60),
  port: fc.constantFrom(-1, 0, 443, 65_535),
  begins: fc.constantFrom(0, 1, 2),
});

describe("records of a channel", () => {
  it("come by port, start and end, and of equal times what begins before what goes on, before what does not tell", () => {
    fc.assert(
      fc.property(fc.array(record, { maxLength: 30 }), (records) => {
        const column = (value: (one: (typeof records)[number]) => number) => records.map(value);
        const order = byPortAndTime({
          startSeconds: Float64Array.from(column(({ start }) => start)),
          endSeconds: Float64Array.from(column(({ start, seconds }) => start + seconds)),
          nearPorts: Int32Array.from(column(({ port }) => port)),
          bytes: Float64Array.from(column(() => 0)),
          begins: Uint8Array.from(column(({ begins }) => begins)),
        });
        const rank = ({ begins }: (typeof records)[number]) => [1, 0, 2].indexOf(begins);
        const expected = [...records].sort(
          (a, b) => a.port - b.port || a.start - b.start || a.seconds - b.seconds || rank(a) - rank(b),
        );
        expect([...order].map((at) => records[at])).toEqual(expected);
        expect(new Set(order).size).toBe(records.length);
      }),
    );
  });
});
