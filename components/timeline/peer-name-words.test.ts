import { describe, expect, it } from "vitest";
import { fullPeerName, shortPeerName } from "@/components/timeline/peer-name-words";

const at = Date.UTC(2026, 1, 16, 22, 0, 42);

describe("a far end's name in words", () => {
  it.each([
    [
      { grade: "instance", name: "a.example", answeredMs: at - 42_000 },
      "a.example",
      /^resolved 42 s before as a\.example$/,
    ],
    [
      { grade: "instance", name: "a.example", answeredMs: at + 500 },
      "a.example",
      /^resolved in the same second as a\.example$/,
    ],
    [
      { grade: "vpc", name: "a.example", answeredMs: at - 60_000 },
      "a.example (by another in the VPC)",
      /1 min before .*never by this instance/,
    ],
    [{ grade: "never" }, "never resolved here", /an answer from a cache leaves no record/],
    [{ grade: "unknown" }, null, /no resolver log/],
  ] as const)("%j", (name, short, full) => {
    expect(shortPeerName(name)).toBe(short);
    expect(fullPeerName(name, at)).toMatch(full);
  });

  it("shows what hides in a name", () => {
    expect(shortPeerName({ grade: "instance", name: "a\u202eb.example", answeredMs: at })).not.toContain("\u202e");
  });
});
