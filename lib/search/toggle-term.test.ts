import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { completionPlace } from "@/lib/search/completion-place";
import { readQuery } from "@/lib/search/read-query";
import { FIELD_NAMES } from "@/lib/search/search-field";
import { findTerm, toggleTerm } from "@/lib/search/toggle-term";
import { writeTerm } from "@/lib/search/write-term";

const value = fc.oneof(
  fc.string({
    unit: fc.constantFrom("a", "B", " ", '"', "\\", "*", "(", ":", "-", ".", "AND", "\t"),
    minLength: 1,
    maxLength: 6,
  }),
  fc.constantFrom("AND", "TO", "-x", "arn:aws:iam::1:role/web", "Mozilla/5.0 (X11; Linux)", "198.51.100.77", "a..b"),
);

describe("toggleTerm", () => {
  it("adds a condition that means the value and nothing else, and takes it away again", () => {
    const before = fc.constantFrom("", "a", "a OR b", "peer:10.0.0.1 x", "NOT a AND b", '"q"');
    const text = fc.constantFrom("api", "agent", "error", "key", "session" as const);
    fc.assert(
      fc.property(before, text, value, (query, field, of) => {
        const added = toggleTerm(query, field, of);
        expect(readQuery(added).mistakes).toEqual([]);
        expect(findTerm(added, field, of)?.test).toEqual({
          kind: "like",
          parts: [of.replace(/[A-Z]/g, (c) => c.toLowerCase())],
        });
        const back = toggleTerm(added, field, of);
        expect(findTerm(back, field, of)).toBeNull();
        expect(readQuery(back).mistakes).toEqual([]);
      }),
    );
  });

  it.each([
    ["action:REJECT AND peer:10.0.0.1", "action:REJECT"],
    ["peer:10.0.0.1 AND x", "x"],
    ["a peer:10.0.0.1 b", "a b"],
    ["a OR peer:10.0.0.1", "(a OR peer:10.0.0.1) peer:10.0.0.1"],
    ["peer:10.0.0.1/32 NOT peer:10.0.0.1", "peer:10.0.0.1/32 NOT peer:10.0.0.1 peer:10.0.0.1"],
  ])("makes of %j %j", (text, expected) => {
    expect(toggleTerm(text, "peer", "10.0.0.1")).toBe(expected);
  });

  it("writes a value of every field that offers some", () => {
    for (const name of FIELD_NAMES) expect(writeTerm(name, "x y")).toBe(`${name}:"x y"`);
  });
});

describe("completionPlace", () => {
  it.each([
    ["", { kind: "field", from: 0, typed: "" }],
    ["pe", { kind: "field", from: 0, typed: "pe" }],
    ["a NOT (pe", { kind: "field", from: 7, typed: "pe" }],
    ["-ac", { kind: "field", from: 1, typed: "ac" }],
    ["peer:198.", { kind: "value", field: "peer", from: 5, typed: "198." }],
    ["a Peer:", { kind: "value", field: "peer", from: 7, typed: "" }],
    ['agent:"aws cli', { kind: "value", field: "agent", from: 6, typed: "aws cli" }],
    ["api:(Get OR As", { kind: "value", field: "api", from: 12, typed: "As" }],
    ["api:(", { kind: "value", field: "api", from: 5, typed: "" }],
    ["nofield:x", null],
    ['"quoted pe', null],
    ["bytes:>1", null],
  ])("of %j is %j", (text, place) => {
    expect(completionPlace(text, text.length)).toEqual(place);
  });
});
