import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { findMentions, handlesOf } from "@/lib/core/mentions";

const people = [
  { id: "1", name: "Ada", email: "ada@example.net" },
  { id: "2", name: "Ada Byron", email: "byron@example.net" },
  { id: "3", name: "Bob", email: "bob@example.net" },
  { id: "4", name: "bob", email: "robert@example.net" },
  { id: "5", name: "<b>Eve</b>", email: "eve@example.net" },
];

it("names people by their names, and by their addresses where a name is somebody else's too or no plain one", () => {
  expect(handlesOf(people).map(({ handle }) => handle)).toEqual([
    ...["Ada", "Ada Byron", "bob@example.net", "robert@example.net", "eve@example.net"],
  ]);
});

describe("findMentions", () => {
  it.each([
    ["@Ada look", ["1"]],
    ["look, @ada: this", ["1"]],
    ["(@Ada Byron)", ["2"]],
    ["@Ada Byronic", ["1"]],
    ["@Adaline", []],
    ["mail ada@Ada", []],
    ["@@Ada", []],
    ["@Bob", []],
    ["@bob@example.net and @robert@example.net.", ["3", "4"]],
    ["@<b>Eve</b>", []],
  ])("of %s", (text, expected) => {
    expect(findMentions(text, people).map(({ userId }) => userId)).toEqual(expected);
  });

  it("finds what was completed, wherever it stands among other words", () => {
    const word = fc.constantFrom("seen", "by", "12:00", "é", "*", "@", "\n");
    fc.assert(
      fc.property(fc.array(word), fc.nat(4), fc.array(word), (before, who, after) => {
        const handle = handlesOf(people)[who];
        const text = `${before.join(" ")} @${handle?.handle} ${after.join(" ")}`;
        const found = findMentions(text, people).filter(({ userId }) => userId === handle?.id);
        expect(found.map(({ from, to }) => text.slice(from, to))).toEqual([`@${handle?.handle}`]);
      }),
    );
  });
});
