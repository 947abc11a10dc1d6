import { describe, expect, it } from "vitest";
import { concerns } from "@/components/live/concerns";
import { placeWords } from "@/components/live/place-words";

describe("a page of a case", () => {
  it.each([
    ["search.saved", "/search", true],
    ["search.saved", "/ledger", false],
    ["report.chosen", "", false],
    ["report.chosen", "/report", true],
    ["indicator.added", "", true],
    ["something.new", "/instances/i-0abc", true],
  ])("after %s, at %s: made anew is %s", (action, path, expected) => expect(concerns(action, path)).toBe(expected));

  it.each([
    ["", "Overview"],
    ["/ledger", "Address ledger"],
    ["/evidence", "Evidence"],
    ["/instances/i-0abc", "i-0abc"],
  ])("%s is called %s", (path, words) => expect(placeWords(path)).toBe(words));
});
