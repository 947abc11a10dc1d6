import { describe, expect, it } from "vitest";
import { exactBytes, formatBytes } from "@/components/format/format-bytes";
import { formatContact, formatDuration } from "@/components/format/format-time";

describe("formatBytes", () => {
  it.each([
    [0, "0 B"],
    [471, "471 B"],
    [999, "999 B"],
    [15_044, "15.0 kB"],
    [999_949, "999.9 kB"],
    [999_950, "1.0 MB"],
    [131_812_004, "131.8 MB"],
    [9_007_199_254_740_991, "9.0 PB"],
  ])("writes %i as %s", (bytes, text) => {
    expect(formatBytes(bytes)).toBe(text);
  });

  it("keeps the exact number beside it", () => {
    expect(exactBytes(131_812_004)).toBe("131,812,004 bytes");
    expect(exactBytes(1)).toBe("1 byte");
  });
});

describe("times", () => {
  const contact = Date.UTC(2026, 1, 16, 22, 57, 41);
  it.each([
    [-3_000, "−3 s"],
    [0, "0 s"],
    [321_000, "+5 min 21 s"],
    [4_560_000, "+1 h 16 min"],
    [350, "+350 ms"],
  ])("are told from the first contact: %i ms is %s", (distance, text) => {
    expect(formatContact(contact + distance, contact)).toBe(text);
  });

  it("have lengths in their two largest units", () => {
    expect(formatDuration(86_400_000 + 3_600_000 + 60_000)).toBe("1 d 1 h");
    expect(formatDuration(600_000)).toBe("10 min");
  });
});
