import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { ownPath } from "@/app/_guard/own-path";

describe("ownPath", () => {
  it.each([
    ["/cases/1?ip=198.51.100.77#x", "/cases/1?ip=198.51.100.77#x"],
    ["//evil.example/x", "/"],
    ["/\\evil.example", "/"],
    ["/\t/evil.example", "/"],
    ["https://evil.example", "/"],
    ["javascript:alert(1)", "/"],
    [undefined, "/"],
  ])("%s leads to %s", (asked, path) => expect(ownPath(asked)).toBe(path));

  it("never leads off the site", () => {
    const site = "https://threadline.example";
    const pieces = fc.constantFrom(
      "/",
      "\\",
      "\t",
      "\n",
      "@",
      ":",
      "?",
      "#",
      "..",
      "evil.example",
      "%2f",
      "javascript:",
    );
    fc.assert(
      fc.property(
        fc.array(pieces).map((all) => all.join("")),
        (asked) => {
          expect(new URL(ownPath(asked), site).origin).toBe(site);
        },
      ),
    );
  });
});
