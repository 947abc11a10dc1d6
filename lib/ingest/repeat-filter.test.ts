import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { RepeatFilter } from "@/lib/ingest/repeat-filter";

type Parts = Parameters<RepeatFilter["add"]>;
const part = fc.integer({ min: -1, max: Number.MAX_SAFE_INTEGER });
const parts: fc.Arbitrary<Parts> = fc.tuple(part, part, part, part, part, part, part, part, part);

describe("RepeatFilter", () => {
  it("never misses a repeat", () => {
    fc.assert(
      fc.property(fc.array(parts, { minLength: 1, maxLength: 200 }), fc.nat(), (records, pick) => {
        const filter = new RepeatFilter();
        for (const record of records) filter.add(...record);
        filter.add(...(records[pick % records.length] as Parts));
        expect(filter.repeats).toBe(true);
      }),
    );
  });

  it("tells apart many records that differ in one small number, over its growing", () => {
    const filter = new RepeatFilter();
    for (let i = 0; i < 200_000; i++) filter.add(1, 77, 88, 443, 24, 10, 1000, 1_738_627_200_000 + i * 1000, 0);
    for (let i = 0; i < 200_000; i++) filter.add(2, 77, 88, i, 24, 10, 1000, 1_738_627_200_000, 0);
    expect(filter.repeats).toBe(false);
  });
});
