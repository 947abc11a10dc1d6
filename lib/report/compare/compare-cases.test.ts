import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { CaseContent } from "@/lib/report/compare/case-content.types";
import { compareCases } from "@/lib/report/compare/compare-cases";
import { contentItems } from "@/lib/report/compare/content-items";
import { testCaseData } from "@/lib/report/test-case-data";

const content = (more: Partial<CaseContent> = {}): CaseContent => ({ ...testCaseData(), summary: "", ...more });
const document = () => {
  const [first] = testCaseData().documents;
  if (!first) throw new Error("the test's case has a document");
  return first;
};
const told = (before: CaseContent | null, after: CaseContent) =>
  compareCases(before, after).map(({ area, before: was, after: is }) => [
    area,
    was === null ? "new" : is === null ? "gone" : "other",
  ]);

describe("what changed between two contents of a case", () => {
  it("is nothing between equal ones, whenever they were made", () => {
    const later = { ...document(), generatedAt: "2031-01-01T00:00:00.000Z" };
    expect(compareCases(content(), content({ documents: [later] }))).toEqual([]);
  });

  it("is nothing where the names of values only stand in another order, as in a frozen version", () => {
    const turned = (_: string, value: unknown) =>
      value !== null && typeof value === "object" && !Array.isArray(value)
        ? Object.fromEntries(Object.entries(value).reverse())
        : value;
    const same = JSON.parse(JSON.stringify(content(), turned)) as CaseContent;
    expect(compareCases(content(), same)).toEqual([]);
  });

  it("is all of it where there is no earlier one", () => {
    const all = compareCases(null, content());
    expect(all.every(({ before }) => before === null)).toBe(true);
    expect(all).toHaveLength(contentItems(content()).length);
    expect(new Set(all.map(({ key }) => key)).size).toBe(all.length);
  });

  const [instance] = document().instances;
  const [file] = document().evidence;
  if (!instance || !file) throw new Error("the test's document has both");
  it.each<[string, CaseContent, string[][]]>([
    [
      "one byte more",
      content({
        documents: [
          {
            ...document(),
            instances: [
              { ...instance, traffic: { ...instance.traffic, bytesOut: instance.traffic.bytesOut + 1 } },
              ...document().instances.slice(1),
            ],
          },
        ],
      }),
      [["Traffic", "other"]],
    ],
    [
      "a file more",
      content({
        documents: [
          {
            ...document(),
            evidence: [...document().evidence, { ...file, name: "later.log", sha256: "ef".repeat(32) }],
          },
        ],
      }),
      [["Evidence", "new"]],
    ],
    ["an indicator gone", content({ flagged: [] }), [["Indicators", "gone"]]],
    ["a summary", content({ summary: "It was the web tier." }), [["Case", "new"]]],
    [
      "a search of other words",
      content({
        annotations: content().annotations.map((one) =>
          one.kind === "saved search" ? { ...one, facts: { query: "port:8443" } } : one,
        ),
      }),
      [["Work of people", "other"]],
    ],
  ])("tells of %s, and of nothing else", (_, after, expected) => {
    expect(told(content(), after)).toEqual(expected);
  });

  it("turned round, says new for gone and before for after", () => {
    const fact = fc.record({ id: fc.constantFrom("a", "b", "c"), words: fc.constantFrom("x", "y") });
    const annotations = fc
      .uniqueArray(fact, { selector: ({ id }) => id })
      .map((rows) => rows.map(({ id, words }) => ({ kind: "tag", id, title: id, facts: { words } })));
    fc.assert(
      fc.property(annotations, annotations, (one, two) => {
        const [a, b] = [content({ annotations: one }), content({ annotations: two })];
        const turned = compareCases(b, a).map((row) => ({ ...row, before: row.after, after: row.before }));
        const byKey = (rows: { key: string }[]) => rows.sort((left, right) => (left.key < right.key ? -1 : 1));
        expect(byKey(turned)).toEqual(byKey(compareCases(a, b)));
      }),
    );
  });
});
