import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { CoverageV1 } from "@/lib/investigate/document.types";
import { type LogKind, recordedBehind, recordedWords } from "@/lib/investigate/recorded-behind";

const MINUTE = 60_000;
const T = Date.UTC(2026, 1, 16);
const at = (minute: number) => new Date(T + minute * MINUTE).toISOString();
const row = (from: number, to: number, state: CoverageV1["state"], more: Partial<CoverageV1> = {}): CoverageV1 => ({
  ...{ source: "vpc-flow", subject: "eni-1", state, from: at(from), to: at(to) },
  ...more,
});
const window = { from: at(0), to: at(600) };
const words = {
  span: (from: number, to: number) => `${(from - T) / MINUTE} to ${(to - T) / MINUTE}`,
  length: (ms: number) => `${ms / MINUTE} min`,
};
const said = (coverage: CoverageV1[], kind: LogKind = "flow") =>
  recordedWords(recordedBehind(coverage, kind, window), words);

describe("what stands behind a negative statement", () => {
  it.each([
    ["nothing at all", [], "no flow log of it in the evidence"],
    ["a log that is missing", [row(0, 600, "absent")], "no flow log of it in the evidence"],
    ["all of the window", [row(2, 300, "recorded"), row(300, 598, "no-data")], "flow logs recorded all of the window"],
    [
      "a part",
      [row(60, 300, "recorded"), row(300, 600, "absent")],
      "flow logs recorded 60 to 300, 300 min of the window missing",
    ],
    [
      "what is missing for two reasons, once",
      [row(60, 600, "recorded"), row(0, 60, "absent"), row(0, 60, "not-fetched"), row(30, 90, "skipped")],
      "flow logs recorded 60 to 600, 90 min of the window missing",
    ],
    [
      "skipped records",
      [row(0, 300, "recorded"), row(300, 330, "skipped"), row(330, 600, "recorded")],
      "flow logs recorded 0 to 600, 30 min of the window missing",
    ],
    [
      "one of two interfaces",
      [row(0, 600, "recorded"), row(0, 600, "absent", { subject: "eni-2" })],
      "flow logs recorded 0 to 600, 1 of 2 interfaces with something missing",
    ],
    [
      "traffic that is not logged",
      [row(0, 600, "recorded"), row(0, 600, "traffic-type-not-logged", { note: "refused traffic is in no log" })],
      "flow logs recorded all of the window, refused traffic is in no log",
    ],
  ] as const)("names %s", (_, coverage, expected) => {
    expect(said([...coverage])).toBe(expected);
  });

  it("says of resolver logs that a cache answers what they never see", () => {
    expect(said([row(0, 600, "recorded", { source: "dns" })], "dns")).toBe(
      "resolver query logs recorded all of the window, answers from a cache are in no log",
    );
  });

  it("never calls a window whole of which anything is known to be missing", () => {
    const states = fc.constantFrom<CoverageV1["state"]>("recorded", "no-data", "skipped", "absent");
    const rows = fc.array(fc.record({ from: fc.nat(599), length: fc.integer({ min: 1, max: 600 }), state: states }), {
      maxLength: 8,
    });
    fc.assert(
      fc.property(rows, (given) => {
        const coverage = given.map(({ from, length, state }) => row(from, Math.min(600, from + length), state));
        const { isWhole } = recordedBehind(coverage, "flow", window);
        if (coverage.some(({ state }) => state === "absent" || state === "skipped")) expect(isWhole).toBe(false);
      }),
    );
  });
});
