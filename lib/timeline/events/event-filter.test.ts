import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { isWithin, likePattern, parseFilter } from "@/lib/timeline/events/event-filter";

describe("parseFilter", () => {
  it.each([
    ["198.51.100.77", "198.51.100.77"],
    [" 198.51.100.0/24 ", "198.51.100.0/24"],
    ["198.51.100.", "198.51.100.0/24"],
    ["10.", "10.0.0.0/8"],
    ["2001:DB8::/32", "2001:db8::/32"],
    ["::ffff:192.0.2.1", "192.0.2.1"],
    ["198.51.100.0/33", null],
    ["999.", null],
    ["198.51.100.7; DROP", null],
    ["example.com", null],
  ])("reads %j as the network %j", (typed, network) => {
    expect(parseFilter(typed)?.network).toBe(network);
  });

  it("takes a number for a port, a word of a flow record for its action, and nothing for nothing", () => {
    expect(parseFilter("443")).toMatchObject({ port: 443, text: "443" });
    expect(parseFilter("70000")).toMatchObject({ port: null });
    expect(parseFilter("Reject")).toMatchObject({ action: "REJECT" });
    for (const nothing of [undefined, "", "   "]) expect(parseFilter(nothing)).toBeNull();
  });
});

describe("likePattern", () => {
  it("means the text and nothing else", () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom("a", "%", "_", "\\", ".") }), (text) => {
        const inner = likePattern(text).slice(1, -1);
        expect(inner.replace(/\\(.)/g, "$1")).toBe(text);
        expect(inner.replace(/\\./g, "")).not.toMatch(/[%_]/);
      }),
    );
  });
});

describe("isWithin", () => {
  it.each([
    ["198.51.100.77", "198.51.100.0/24", true],
    ["198.51.101.77", "198.51.100.0/24", false],
    ["198.51.100.77", "198.51.100.77", true],
    ["2001:db8::1", "2001:db8::/32", true],
    ["198.51.100.77", "::/0", false],
  ])("%s in %s: %s", (ip, network, within) => {
    expect(isWithin(ip, network)).toBe(within);
  });
});
