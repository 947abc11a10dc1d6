import { expect, it } from "vitest";
import type { CoverageV1 } from "@/lib/investigate/document.types";
import { UNLOGGED_WORDS } from "@/lib/investigate/unlogged-traffic";
import { flowGapsOf, gapsOf } from "@/lib/timeline/lanes/gaps-of";

const at = (hour: number) => Date.UTC(2026, 1, 16, hour);
const row = (subject: string, from: number, to: number, state: CoverageV1["state"], source: CoverageV1["source"]) => ({
  ...{ source, subject, state },
  ...{ from: new Date(at(from)).toISOString(), to: new Date(at(to)).toISOString() },
});
const view = { fromMs: at(4), toMs: at(12) };
const gap = (from: number, to: number, state = "absent") => ({ fromMs: at(from), toMs: at(to), state });

it.each([
  ["recorded all along", [row("vpc-1", 0, 20, "recorded", "dns")], []],
  ["begun within the view", [row("vpc-1", 6, 20, "recorded", "dns")], [gap(4, 6)]],
  ["ended before the view", [row("vpc-1", 0, 3, "recorded", "dns")], [gap(4, 12)]],
  ["absent", [row("vpc-1", 0, 20, "absent", "dns")], [gap(4, 12)]],
  [
    "recorded in parts",
    [row("vpc-1", 0, 20, "recorded", "dns"), row("vpc-1", 6, 7, "skipped", "dns")],
    [gap(6, 7, "skipped")],
  ],
  ["told of another VPC only", [row("vpc-2", 0, 20, "recorded", "dns")], []],
  ["not there at all", [], [gap(4, 12)]],
])("a log that is %s", (_, coverage, gaps) => {
  expect(gapsOf(coverage, "dns", "vpc-1", view)).toEqual(gaps);
  expect(gapsOf(coverage, "cloudtrail", null, view), "no trail is in the evidence").toEqual([gap(4, 12)]);
});

it("takes a log of refused traffic alone for none of bytes, and one of accepted traffic for what it is", () => {
  const hold = [{ interfaceKey: "eni-1", fromMs: null, toMs: null }];
  const limited = (note: string) => ({ ...row("eni-1", 0, 20, "traffic-type-not-logged", "vpc-flow"), note });
  const recorded = row("eni-1", 0, 20, "recorded", "vpc-flow");
  expect(flowGapsOf([recorded, limited(UNLOGGED_WORDS.ACCEPT)], hold, view)).toEqual([gap(4, 12)]);
  expect(flowGapsOf([recorded, limited(UNLOGGED_WORDS.REJECT)], hold, view)).toEqual([]);
});

it("looks at an interface's flow log only while it was the instance's", () => {
  const coverage = [row("eni-1", 0, 8, "skipped", "vpc-flow"), row("eni-2", 0, 20, "absent", "vpc-flow")];
  expect(flowGapsOf(coverage, [{ interfaceKey: "eni-1", fromMs: at(6), toMs: null }], view)).toEqual([
    gap(6, 8, "skipped"),
  ]);
});
