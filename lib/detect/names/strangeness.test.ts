import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { strangeness } from "@/lib/detect/names/strangeness";

const STRANGE = 4.6;

describe("the strangeness of a label", () => {
  it.each([
    "googlesyndication",
    "stackoverflow",
    "washingtonpost",
    "bundesbank",
    "aliexpress",
    "kubernetes",
    "przelewy24",
  ])("is low for %s", (label) => expect(strangeness(label)).toBeLessThan(STRANGE));

  it.each(["xqzjvkpwtbhd", "wvtqfyxkzrgm", "bkqxvjwzphtn", "a8f3k1z9q2x7"])("is high for %s", (label) =>
    expect(strangeness(label)).toBeGreaterThan(STRANGE),
  );

  it("is none of what is too short, or written in another script", () => {
    expect(strangeness("xkcd")).toBe(0);
    expect(strangeness("xn--bcher-kva")).toBe(0);
  });

  it("is a number of bits for any text", () => {
    fc.assert(
      fc.property(fc.string(), (label) => {
        const bits = strangeness(label);
        expect(bits).toBeGreaterThanOrEqual(0);
        expect(bits).toBeLessThan(16);
      }),
    );
  });
});
