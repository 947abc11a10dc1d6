import { describe, expect, it } from "vitest";
import { mergeDrafts } from "@/components/case/merge-drafts";

const draft = (title: string, values: string[], fromMs: number, toMs: number) => ({
  ...{ title, fromMs, toMs },
  flagged: values.map((value) => ({ value })),
});

describe("mergeDrafts", () => {
  it("takes one finding as it is, and nothing from none", () => {
    expect(mergeDrafts([draft("One", ["a.example"], 5, 9)])).toEqual({
      ...{ title: "One", values: ["a.example"], fromMs: 5, toMs: 9 },
    });
    expect(mergeDrafts([])).toBeNull();
  });

  it("puts several together: each value once, from the first to the last, named by the first", () => {
    const merged = mergeDrafts([draft("x".repeat(200), ["a", "b"], 5, 9), draft("Two", ["b", "c"], 1, 7)]);
    expect(merged).toMatchObject({ values: ["a", "b", "c"], fromMs: 1, toMs: 9 });
    expect(merged?.title).toMatch(/^x{189} and 1 more$/);
  });
});
