import type { CoverageV1 } from "@/lib/investigate/document.types";
import type { IsForeign } from "@/lib/timeline/foreign-calls";
import type { Buckets } from "@/lib/timeline/lanes/choose-buckets";
import { callDoubtsOf, flowDoubtsOf } from "@/lib/timeline/lanes/doubts-of";
import { flowGapsOf, gapsOf } from "@/lib/timeline/lanes/gaps-of";
import type { Gap, LaneFinding, LaneModel, Series } from "@/lib/timeline/lanes/lane.types";
import type { CallBucket } from "@/lib/timeline/lanes/read-call-buckets";
import type { FlowBucket } from "@/lib/timeline/lanes/read-flow-buckets";
import type { HitBucket } from "@/lib/timeline/lanes/read-hit-buckets";
import type { LookupBucket } from "@/lib/timeline/lanes/read-lookup-buckets";
import type { Piece } from "@/lib/timeline/lanes/split-at-minutes";

/** What the logs gave for one instance and view, by bucket, and whose coverage tells of their gaps. */
export interface LaneInput {
  view: Piece;
  buckets: Buckets;
  window: Piece | null;
  firstContactMs: number | null;
  findings: readonly LaneFinding[];
  hits: readonly HitBucket[];
  flows: readonly FlowBucket[];
  lookups: readonly LookupBucket[];
  calls: readonly CallBucket[];
  isForeign: IsForeign;
  coverage: readonly CoverageV1[];
  /** Interfaces that were the instance's, and when. */
  holds: readonly { interfaceKey: string; fromMs: number | null; toMs: number | null }[];
  vpcId: string | null;
  /** `account/region` of its trail. */
  trail: string | null;
}

/** Decides what each lane shows: adds up, takes the indicator's traffic out of the rest, and marks what is not recorded. */
export function prepareLanes(input: LaneInput): LaneModel {
  const { view, buckets, coverage, holds } = input;
  const flowGaps = flowGapsOf(coverage, holds, view);
  const lookupGaps = gapsOf(coverage, "dns", input.vpcId, view);
  const callGaps = gapsOf(coverage, "cloudtrail", input.trail, view);

  const hits = new Map(input.hits.map((row) => [row.bucket, row]));
  const left = (row: FlowBucket, side: "Out" | "In") =>
    // The roll-up and the hits may judge the side of an odd record apart; what is left is never below nothing.
    Math.max(0, row[`bytes${side}`] - (hits.get(row.bucket)?.[`own${side}`] ?? 0));
  const series = seriesOver(buckets);
  return {
    ...{ view, buckets, window: properPart(input.window, view), firstContactMs: input.firstContactMs },
    findings: [...input.findings],
    bytes: {
      withOut: series(input.hits, (row) => row.bytesOut, flowGaps),
      withIn: series(input.hits, (row) => row.bytesIn, flowGaps),
      elseOut: series(input.flows, (row) => left(row, "Out"), flowGaps),
      elseIn: series(input.flows, (row) => left(row, "In"), flowGaps),
      refused: series(input.hits, (row) => row.rejected, flowGaps),
      gaps: flowGaps,
      doubts: flowDoubtsOf(coverage, holds, view, flowGaps),
    },
    lookups: {
      queries: series(input.lookups, (row) => row.queries, lookupGaps),
      toIndicator: series(input.lookups, (row) => row.toIndicator, lookupGaps),
      gaps: lookupGaps,
    },
    calls: {
      allowed: series(input.calls, (row) => (input.isForeign(row) ? 0 : row.allowed), callGaps),
      denied: series(input.calls, (row) => (input.isForeign(row) ? 0 : row.denied), callGaps),
      elsewhere: series(input.calls, (row) => (input.isForeign(row) ? row.allowed + row.denied : 0), callGaps),
      gaps: callGaps,
      doubts: callDoubtsOf(coverage, input.trail, view, callGaps),
    },
  };
}

function properPart(window: Piece | null, view: Piece): Piece | null {
  if (!window) return null;
  const fromMs = Math.max(window.fromMs, view.fromMs);
  const toMs = Math.min(window.toMs, view.toMs);
  const whole = fromMs <= view.fromMs && toMs >= view.toMs;
  return fromMs >= toMs || whole ? null : { fromMs, toMs };
}

/** Adds rows up over the buckets: zero where nothing happened, null where that cannot be known. */
export function seriesOver({ fromMs, bucketMs, count }: Buckets) {
  return <Row extends { bucket: number }>(
    rows: readonly Row[],
    value: (row: Row) => number,
    gaps: readonly Gap[],
  ): Series => {
    const sums = new Array<number>(count).fill(0);
    for (const row of rows) {
      if (row.bucket >= 0 && row.bucket < count) sums[row.bucket] = (sums[row.bucket] ?? 0) + value(row);
    }
    return sums.map((sum, index) => {
      const from = fromMs + index * bucketMs;
      const inGap = gaps.some((gap) => gap.fromMs <= from && gap.toMs >= from + bucketMs);
      return sum === 0 && inGap ? null : sum;
    });
  };
}
