import { describe, expect, it } from "vitest";
import { readWindow } from "@/components/case/read-window";

describe("readWindow", () => {
  it("reads both ends in the zone, and leaves an empty one open", () => {
    expect(readWindow("UTC", { from: "2026-02-16 22:30", to: "" })).toEqual({
      fromMs: Date.UTC(2026, 1, 16, 22, 30),
      toMs: null,
      errors: {},
    });
    expect(readWindow("Asia/Kolkata", { from: "", to: "2026-02-17 04:00:15" }).toMs).toBe(
      Date.UTC(2026, 1, 16, 22, 30, 15),
    );
  });

  it.each([
    ["no time", { from: "yesterday", to: "" }, "from"],
    ["a day that is none", { from: "", to: "2026-02-30 10:00" }, "to"],
    ["an end before the beginning", { from: "2026-02-17", to: "2026-02-16" }, "to"],
    ["an end at the beginning", { from: "2026-02-17", to: "2026-02-17" }, "to"],
  ] as const)("refuses %s at its field", (_, typed, field) => {
    expect(Object.keys(readWindow("UTC", typed).errors)).toEqual([field]);
  });
});
