import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type Copy, resolveCopies } from "@/lib/ingest/duplicates/resolve-copies";

const copy = (sha256: string, record: number, fields: Record<string, string> = {}): Copy => ({
  sha256,
  record,
  fields,
});

const copies = fc.uniqueArray(
  fc.record({
    sha256: fc.constantFrom("a", "b", "c"),
    record: fc.integer({ min: 1, max: 4 }),
    fields: fc.dictionary(fc.constantFrom("flags", "direction", "vpc"), fc.constantFrom("1", "2"), { maxKeys: 3 }),
  }),
  { selector: ({ sha256, record }) => `${sha256}${record}`, maxLength: 8 },
);

describe("resolveCopies", () => {
  it("keeps the more complete copy and fills what it lacks", () => {
    const poor = copy("a", 1, { flags: "2" });
    const rich = copy("b", 7, { direction: "egress", vpc: "vpc-1" });
    expect(resolveCopies([poor, rich])).toEqual([{ kept: rich, duplicates: [poor], filled: { flags: "2" } }]);
  });

  it("takes copies that differ in a field that both carry for two records", () => {
    const resolutions = resolveCopies([copy("a", 1, { pod: "1" }), copy("b", 1, { pod: "2" }), copy("c", 1)]);
    expect(resolutions.map(({ kept, duplicates }) => [kept.sha256, duplicates.map(({ sha256 }) => sha256)])).toEqual([
      ["a", ["c"]],
      ["b", []],
    ]);
  });

  it("takes the lowest hash, then the lowest number, of equally complete copies", () => {
    expect(resolveCopies([copy("b", 1), copy("a", 9), copy("a", 3)])[0]?.kept).toEqual(copy("a", 3));
  });

  it("gives the same answer in any order, and accounts for every copy once", () => {
    fc.assert(
      fc.property(
        copies.chain((list) => fc.tuple(fc.constant(list), fc.shuffledSubarray(list, { minLength: list.length }))),
        ([list, shuffled]) => {
          const resolutions = resolveCopies(list);
          expect(resolveCopies(shuffled)).toEqual(resolutions);
          const seen = resolutions.flatMap(({ kept, duplicates }) => [kept, ...duplicates]);
          expect(new Set(seen).size).toBe(list.length);
          expect(seen.length).toBe(list.length);
          for (const { kept, duplicates, filled } of resolutions) {
            const merged = { ...filled, ...kept.fields };
            for (const { fields } of duplicates) expect(merged).toMatchObject(fields);
          }
        },
      ),
    );
  });
});
