import { describe, expect, it } from "vitest";
import { moveInTree, shownLines } from "@/components/sessions/move-in-tree";

const lines = [
  { id: "a", parentId: null },
  { id: "a1", parentId: "a" },
  { id: "a11", parentId: "a1" },
  { id: "b", parentId: null },
];
const parents = new Set(["a", "a1"]);

function press(key: string, id: string, closed: string[] = []) {
  const shut = new Set(closed);
  return moveInTree(key, id, { lines, shown: shownLines(lines, shut), closed: shut, parents });
}

describe("a tree by keyboard", () => {
  it("leaves out what stands under a closed line, to any depth", () => {
    expect(shownLines(lines, new Set(["a"])).map(({ id }) => id)).toEqual(["a", "b"]);
    expect(shownLines(lines, new Set(["a1"])).map(({ id }) => id)).toEqual(["a", "a1", "b"]);
  });

  it.each([
    ["ArrowDown", "a", [], { to: "a1" }],
    ["ArrowDown", "a", ["a"], { to: "b" }],
    ["ArrowDown", "b", [], { to: "b" }],
    ["ArrowUp", "b", [], { to: "a11" }],
    ["ArrowUp", "a", [], { to: "a" }],
    ["ArrowRight", "a", ["a"], { fold: false }],
    ["ArrowRight", "a", [], { to: "a1" }],
    ["ArrowRight", "b", [], {}],
    ["ArrowLeft", "a", [], { fold: true }],
    ["ArrowLeft", "a11", [], { to: "a1" }],
    ["ArrowLeft", "b", [], { to: "b" }],
    ["Home", "b", [], { to: "a" }],
    ["End", "a", [], { to: "b" }],
    ["x", "a", [], null],
  ])("%s at %s with %o closed", (key, id, closed, move) => {
    expect(press(key, id, closed)).toEqual(move);
  });
});
