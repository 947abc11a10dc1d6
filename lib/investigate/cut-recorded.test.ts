import { expect, it } from "vitest";
import { cutRecorded } from "@/lib/investigate/cut-recorded";
import type { CoverageV1 } from "@/lib/investigate/document.types";

const row = (state: CoverageV1["state"], from: number, to: number, subject = "eni-1"): CoverageV1 => ({
  ...{ source: "vpc-flow", subject, state },
  from: new Date(from * 60_000).toISOString().replace(".000Z", "Z"),
  to: new Date(to * 60_000).toISOString().replace(".000Z", "Z"),
});
const minutes = ({ from, to }: CoverageV1) => [Date.parse(from) / 60_000, Date.parse(to) / 60_000];

it.each([
  { of: "nothing that was recorded is absent", known: [row("recorded", 0, 100)], left: [] },
  {
    of: "the ends stay",
    known: [row("recorded", 30, 60)],
    left: [
      [0, 30],
      [60, 100],
    ],
  },
  { of: "so does a time in between", known: [row("no-data", 0, 20), row("skipped", 60, 100)], left: [[20, 60]] },
  { of: "a short silence beside a log is none", known: [row("recorded", 10, 95)], left: [] },
  { of: "what is nowhere told of stays", known: [row("absent", 0, 100), row("looked-up", 0, 100)], left: [[0, 100]] },
  { of: "another subject's log tells nothing", known: [row("recorded", 0, 100, "eni-2")], left: [[0, 100]] },
])("of what AWS says was never written: $of", ({ known, left }) => {
  expect(cutRecorded([row("absent", 0, 100)], known).map(minutes)).toEqual(left);
});

it("cuts nothing that could not be fetched", () => {
  const rows = [row("not-fetched", 0, 100), row("looked-up", 0, 100)];
  expect(cutRecorded(rows, [row("recorded", 0, 100)])).toEqual(rows);
});
