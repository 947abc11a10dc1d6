import fc from "fast-check";
import { expect, test } from "vitest";
import type { ValueCounts } from "@/lib/timeline/search/facets.types";
import { addCounts, topFacets } from "@/lib/timeline/search/top-facets";

const Values = fc.uniqueArray(
  fc.record({ value: fc.constantFrom(..."abcdefghijkl"), records: fc.integer({ min: 1, max: 9 }) }),
  {
    ...{ selector: ({ value }) => value, minLength: 1 },
  },
);
const Counts: fc.Arbitrary<ValueCounts> = fc.uniqueArray(
  fc.record({ field: fc.constantFrom("peer" as const, "api" as const, "domain" as const), values: Values }),
  { selector: ({ field }) => field },
);
const byName = (counts: ValueCounts) =>
  Object.fromEntries(
    counts.map(({ field, values }) => [field, Object.fromEntries(values.map((row) => [row.value, row.records]))]),
  );

test("counts of parts add up to the same, whichever comes first", () => {
  fc.assert(
    fc.property(Counts, Counts, Counts, (a, b, c) => {
      expect(byName(addCounts(a, b))).toEqual(byName(addCounts(b, a)));
      expect(byName(addCounts(addCounts(a, b), c))).toEqual(byName(addCounts(a, addCounts(b, c))));
      expect(byName(addCounts([], a))).toEqual(byName(a));
    }),
  );
});

test("the most frequent values are shown, and it is known how many there are", () => {
  fc.assert(
    fc.property(Counts, (counts) => {
      for (const [at, { values, distinct }] of topFacets(counts).entries()) {
        const all = counts[at]?.values ?? [];
        expect(distinct).toBe(all.length);
        expect(values).toHaveLength(Math.min(8, all.length));
        const least = Math.min(...values.map(({ records }) => records));
        const left = all.filter((row) => !values.includes(row));
        expect(left.every(({ records }) => records <= least)).toBe(true);
      }
    }),
  );
});
