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

  it("decides of many as of few", () => {
    const many = fc.uniqueArray(
      fc.record({
        sha256: fc.constantFrom("a", "b", "c"),
        record: fc.nat({ max: 99 }),
        fields: fc.dictionary(fc.constantFrom("flags", "direction", "vpc", "pod"), fc.constantFrom("1", "2", "3", "4")),
      }),
      { selector: ({ sha256, record }) => `${sha256}${record}`, minLength: 40, maxLength: 120 },
    );
    fc.assert(
      fc.property(many, (list) => {
        expect(resolveCopies(list)).toEqual(oneByOne(list));
      }),
    );
  });

  it("decides the same where each copy has a name of its own", () => {
    const own = Array.from({ length: 200 }, (_, n) =>
      copy("a", n, { key: String(n % 50), [`x${n}`]: "1", ...(n % 3 === 0 ? { agent: String(n % 7) } : {}) }),
    );
    expect(resolveCopies(own)).toEqual(oneByOne(own));
  });

  it("ends with ten thousand that share an id, in a hundred forms", () => {
    const forms = Array.from({ length: 10_000 }, (_, n) => copy("a", n, { key: String(n), [`x${n % 100}`]: "1" }));
    expect(resolveCopies(forms)).toHaveLength(forms.length);
  });

  it("ends with a hundred thousand that share an id and nothing else", () => {
    const list = Array.from({ length: 100_000 }, (_, n) => copy("a", n, { key: String(n), agent: "x" }));
    const poor = Array.from({ length: 1000 }, (_, n) => copy("b", n, { agent: "x" }));
    const resolutions = resolveCopies([...list, ...poor]);
    expect(resolutions).toHaveLength(list.length);
    expect(resolutions[0]?.duplicates).toHaveLength(poor.length);
  });
});

/** What the rule says, each held against every one before it. */
function oneByOne(list: readonly Copy[]) {
  const found: { kept: Copy; duplicates: Copy[]; filled: Record<string, string> }[] = [];
  const rank = ({ fields, sha256, record }: Copy) =>
    `${9 - Object.keys(fields).length} ${sha256} ${String(record).padStart(3, "0")}`;
  for (const one of list.toSorted((a, b) => (rank(a) < rank(b) ? -1 : 1))) {
    const agrees = ({ kept, filled }: (typeof found)[number]) =>
      Object.entries({ ...kept.fields, ...filled }).every(([name, value]) => (one.fields[name] ?? value) === value);
    const same = found.find(agrees);
    if (!same) {
      found.push({ kept: one, duplicates: [], filled: {} });
      continue;
    }
    same.duplicates.push(one);
    for (const [name, value] of Object.entries(one.fields)) if (!(name in same.kept.fields)) same.filled[name] = value;
  }
  return found;
}
