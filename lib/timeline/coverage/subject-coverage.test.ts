import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { CoverageV1 } from "@/lib/investigate/document.types";
import { subjectCoverage } from "@/lib/timeline/coverage/subject-coverage";

const row = (
  subject: string,
  from: number,
  to: number,
  state: CoverageV1["state"] = "recorded",
  more: Partial<CoverageV1> = {},
): CoverageV1 => ({
  ...{ source: "vpc-flow", subject, state, from: new Date(from).toISOString(), to: new Date(to).toISOString() },
  ...more,
});
const told = (rows: CoverageV1[], fromMs = 0, toMs = 100) =>
  subjectCoverage(rows, new Map(), { fromMs, toMs }).map(({ subject, pieces }) => [
    subject,
    pieces.map((piece) => [piece.fromMs, piece.toMs, piece.state]),
  ]);

describe("what one log covers", () => {
  it("is a strip a subject: recorded, quiet, skipped, nothing delivered, and of what no row speaks", () => {
    const rows = [
      row("b", 0, 100),
      row("a", 0, 20),
      row("a", 20, 40, "no-data"),
      row("a", 40, 60, "skipped"),
      row("a", 60, 90, "absent"),
    ];
    expect(told(rows)).toEqual([
      [
        "a",
        [
          [0, 20, "recorded"],
          [20, 40, "no-data"],
          [40, 60, "skipped"],
          [60, 90, "absent"],
          [90, 100, "untold"],
        ],
      ],
      ["b", [[0, 100, "recorded"]]],
    ]);
  });

  it("shows where digests do not vouch over what is recorded, and of a log that leaves traffic out only what it recorded", () => {
    const trail = { source: "cloudtrail" as const };
    const rows = [
      row("111122223333/eu-west-1", 0, 100, "recorded", { ...trail, digests: "main: 4 digests" }),
      row("111122223333/eu-west-1", 30, 50, "digest-gap", { ...trail, note: "a file is missing" }),
      row("eni-1", 0, 70),
      row("eni-1", 0, 100, "traffic-type-not-logged", { note: "refused traffic is in no log" }),
    ];
    const found = subjectCoverage(
      rows,
      new Map([["eni-1", { accountId: "1", region: "r", vpcId: "vpc-1", instanceIds: ["i-1"] }]]),
      { fromMs: 0, toMs: 100 },
    );
    expect(found).toMatchObject([
      {
        subject: "eni-1",
        vpcId: "vpc-1",
        instanceIds: ["i-1"],
        notes: ["refused traffic is in no log"],
        lengths: { "traffic-type-not-logged": 70, untold: 30 },
      },
      {
        accountId: "111122223333",
        region: "eu-west-1",
        notes: ["main: 4 digests", "a file is missing"],
        lengths: { "digest-gap": 20, recorded: 80 },
      },
    ]);
  });

  it("fills the window without a hole, whatever overlaps, and hides no gap however many there are", () => {
    const states = fc.constantFrom<CoverageV1["state"]>("recorded", "no-data", "skipped", "absent", "digest-gap");
    const rows = fc.array(
      fc
        .record({ from: fc.nat(9000), length: fc.nat(60), state: states })
        .map(({ from, length, state }) => row("a", from, from + length, state)),
      { minLength: 1, maxLength: 700 },
    );
    fc.assert(
      fc.property(rows, (given) => {
        const [found] = subjectCoverage(given, new Map(), { fromMs: 0, toMs: 9000 });
        expect(found?.pieces.length).toBeLessThanOrEqual(240);
        expect([found?.pieces[0]?.fromMs, found?.pieces.at(-1)?.toMs]).toEqual([0, 9000]);
        for (const [index, piece] of (found?.pieces ?? []).entries()) {
          expect(found?.pieces[index + 1]?.fromMs ?? piece.toMs).toBe(piece.toMs);
        }
        expect(Object.values(found?.lengths ?? {}).reduce((sum, ms) => sum + ms, 0)).toBe(9000);
        if ((found?.lengths.skipped ?? 0) > 0)
          expect(found?.pieces.some(({ state }) => state === "skipped")).toBe(true);
      }),
      { numRuns: 60 },
    );
  });
});
