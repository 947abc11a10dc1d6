import { expect, it } from "vitest";
import type { CoverageV1 } from "@/lib/investigate/document.types";
import { UNLOGGED_WORDS } from "@/lib/investigate/unlogged-traffic";
import { callDoubtsOf, flowDoubtsOf } from "@/lib/timeline/lanes/doubts-of";

const at = (hour: number) => Date.UTC(2026, 1, 16) + hour * 3_600_000;
const view = { fromMs: at(4), toMs: at(12) };
const row = (subject: string, from: number, to: number, state: CoverageV1["state"], note = ""): CoverageV1 => ({
  ...{ source: subject.startsWith("eni") ? "vpc-flow" : "cloudtrail", subject, state, note },
  ...{ from: new Date(at(from)).toISOString(), to: new Date(at(to)).toISOString() },
});
const doubt = (from: number, to: number, of: string) => ({ fromMs: at(from), toMs: at(to), of });

it("tells when refused traffic was in no log, only while the interface was the instance's, and not of accepted traffic", () => {
  const told = "traffic-type-not-logged";
  const holds = [{ interfaceKey: "eni-1", fromMs: at(6), toMs: null }];
  const leftOut = row("eni-1", 0, 20, told, UNLOGGED_WORDS.REJECT);
  expect(flowDoubtsOf([leftOut, row("eni-2", 0, 20, told, UNLOGGED_WORDS.REJECT)], holds, view, [])).toEqual([
    doubt(6, 12, "refused"),
  ]);
  expect(flowDoubtsOf([row("eni-1", 0, 20, told, UNLOGGED_WORDS.ACCEPT)], holds, view, []), "that is a gap").toEqual(
    [],
  );
});

it("tells when the trail's digests do not vouch, as one stretch where several say so", () => {
  const trail = "111122223333/eu-west-1";
  const rows = [
    row(trail, 0, 20, "recorded"),
    row(trail, 5, 7, "digest-gap"),
    row(trail, 6, 8, "digest-mismatch"),
    row(trail, 0, 2, "digest-gap"),
    row("111122223333/us-east-1", 9, 10, "digest-gap"),
  ];
  expect(callDoubtsOf(rows, trail, view, [])).toEqual([doubt(5, 8, "digests")]);
  const gaps = [
    { fromMs: at(4), toMs: at(6) },
    { fromMs: at(7), toMs: at(7.5) },
  ];
  expect(callDoubtsOf(rows, trail, view, gaps), "not where nothing was recorded").toEqual([
    doubt(6, 7, "digests"),
    doubt(7.5, 8, "digests"),
  ]);
  expect(callDoubtsOf(rows, null, view, [])).toEqual([]);
});
