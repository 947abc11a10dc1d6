import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { mergeTexts, takeEdit } from "@/lib/core/merge-text";

const words = (text: string) => text.split(/\s+/).filter((word) => word !== "");

describe("mergeTexts", () => {
  it.each([
    [
      "changes of different words",
      "the host sent data",
      "the web host sent data",
      "the host sent much data",
      "the web host sent much data",
    ],
    [
      "changes of different lines",
      "one\ntwo\nthree\n",
      "one!\ntwo\nthree\n",
      "one\ntwo\nthree?\n",
      "one!\ntwo\nthree?\n",
    ],
    ["the same change", "one two", "one 2", "one 2", "one 2"],
    ["what one took away and the other left", "one two three", "one three", "one two three four", "one three four"],
    ["a text begun and one left empty", "", "mine", "", "mine"],
  ])("puts together %s", (_, base, mine, theirs, merged) => {
    expect(mergeTexts(base, mine, theirs)).toBe(merged);
  });

  it.each([
    ["one word changed in two ways", "sent 4 MB", "sent 5 MB", "sent 6 MB"],
    ["two ends", "seen", "seen by Ada", "seen by Bob"],
    ["words added to what the other took away", "a b c d", "a d", "a b new c d"],
  ])("leaves %s to people", (_, base, mine, theirs) => {
    expect(mergeTexts(base, mine, theirs)).toBeNull();
  });

  // An edit of words: at each place keep, drop, or write before it. Words that somebody writes are told from all others.
  const base = fc.array(fc.constantFrom("the", "host", "sent", "a", "b", "\n"), { maxLength: 30 });
  // Few places: two who rewrite everything never go together.
  const step = fc.oneof({ weight: 30, arbitrary: fc.constant("keep") }, fc.constantFrom("drop", "write"));
  const edit = fc.array(step, { minLength: 31, maxLength: 31 });
  const apply = (text: readonly string[], steps: readonly string[], by: string) =>
    steps
      .flatMap((step, at) => {
        const word = text[at];
        const kept = word === undefined || step === "drop" ? [] : [word];
        return step === "write" ? [`${by}${at}`, ...kept] : kept;
      })
      .join(" ");

  it("keeps every word that either wrote, or says that it cannot", () => {
    let merges = 0;
    fc.assert(
      fc.property(base, edit, edit, (text, first, second) => {
        const [mine, theirs] = [apply(text, first, "mine"), apply(text, second, "theirs")];
        const merged = mergeTexts(text.join(" "), mine, theirs);
        if (merged === null) return;
        merges += 1;
        const wrote = words(`${mine} ${theirs}`).filter((word) => /^(mine|theirs)\d/.test(word));
        expect(words(merged)).toEqual(expect.arrayContaining(wrote));
      }),
    );
    expect(merges, "most go together").toBeGreaterThan(20);
  });

  it("is the other's text where one changed nothing, for any text", () => {
    const text = fc.string({ maxLength: 60 });
    fc.assert(
      fc.property(text, text, (one, other) => {
        expect(mergeTexts(one, one, other)).toBe(other);
        expect(mergeTexts(one, other, one)).toBe(other);
      }),
    );
  });

  it("leaves texts of one word many times to people rather than compare for long", () => {
    const many = "a ".repeat(5_000);
    expect(mergeTexts(many, `x ${many}`, `${many} y`)).toBeNull();
  });
});

describe("takeEdit", () => {
  const kept = { text: "one two three", version: 4 };
  it.each([
    [
      "of the newest version is kept",
      { base: kept.text, text: "one", version: 4 },
      { state: "saved", text: "one", version: 5 },
    ],
    [
      "of an older one goes together",
      { base: "one two", text: "zero one two", version: 3 },
      { state: "merged", text: "zero one two three", version: 5 },
    ],
    [
      "of the same words is refused",
      { base: "one two", text: "one two four", version: 3 },
      { state: "conflict", ...kept },
    ],
    ["that changes nothing is no new version", { base: "x", text: kept.text, version: 1 }, { state: "saved", ...kept }],
    [
      "that grows too long is refused",
      { base: "one two", text: `${"z".repeat(90)} one two`, version: 3 },
      { state: "conflict", ...kept },
    ],
  ] as const)("%s", (_, edit, outcome) => {
    expect(takeEdit(kept, edit, 100)).toEqual(outcome);
  });
});
