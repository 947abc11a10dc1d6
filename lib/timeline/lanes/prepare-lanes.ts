import type { CoverageV1 } from "@/lib/investigate/document.types";
import type { IsForeign } from "@/lib/timeline/foreign-calls";
import type { Buckets } from "@/lib/timeline/lanes/choose-buckets";
import type { Gap, LaneModel } from "@/lib/timeline/lanes/lane.types";
import { mergeGaps } from "@/lib/timeline/lanes/merge-gaps";
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
  const flowGaps = mergeGaps(
    holds.flatMap(({ interfaceKey, fromMs, toMs }) =>
      gapsOf(coverage, ["vpc-flow", "tgw-flow"], interfaceKey, {
        fromMs: Math.max(fromMs ?? view.fromMs, view.fromMs),
        toMs: Math.min(toMs ?? view.toMs, view.toMs),
      }),
    ),
  );
  const lookupGaps = input.vpcId === null ? [] : mergeGaps(gapsOf(coverage, ["dns"], input.vpcId, view));
  const callGaps = input.trail === null ? [] : mergeGaps(gapsOf(coverage, ["cloudtrail"], input.trail, view));

  const hits = new Map(input.hits.map((row) => [row.bucket, row]));
  const left = (row: FlowBucket, side: "Out" | "In") =>
    // The roll-up and the hits may judge the side of an odd record apart; what is left is never below nothing.
    Math.max(0, row[`bytes${side}`] - (hits.get(row.bucket)?.[`own${side}`] ?? 0));
  const series = seriesOver(buckets);
  const axis = { fromMs: buckets.fromMs, toMs: buckets.fromMs + buckets.count * buckets.bucketMs };
  return {
    ...{ view, buckets, axis, window: properPart(input.window, view), firstContactMs: input.firstContactMs },
    bytes: {
      withOut: series(input.hits, (row) => row.bytesOut, flowGaps),
      withIn: series(input.hits, (row) => row.bytesIn, flowGaps),
      elseOut: series(input.flows, (row) => left(row, "Out"), flowGaps),
      elseIn: series(input.flows, (row) => left(row, "In"), flowGaps),
      gaps: flowGaps,
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
    },
  };
}

function gapsOf(
  coverage: readonly CoverageV1[],
  sources: readonly CoverageV1["source"][],
  subject: string,
  within: Piece,
): Gap[] {
  return coverage
    .filter((row) => sources.includes(row.source) && row.subject === subject)
    .flatMap((row) => {
      if (row.state !== "absent" && row.state !== "skipped") return [];
      const fromMs = Math.max(Date.parse(row.from), within.fromMs);
      const toMs = Math.min(Date.parse(row.to), within.toMs);
      return fromMs < toMs ? [{ fromMs, toMs, state: row.state }] : [];
    });
}

function properPart(window: Piece | null, view: Piece): Piece | null {
  if (!window) return null;
  const fromMs = Math.max(window.fromMs, view.fromMs);
  const toMs = Math.min(window.toMs, view.toMs);
  const whole = fromMs <= view.fromMs && toMs >= view.toMs;
  return fromMs >= toMs || whole ? null : { fromMs, toMs };
}

/** Adds rows up over the buckets: zero where nothing happened, null where that cannot be known. */
function seriesOver({ fromMs, bucketMs, count }: Buckets) {
  return <Row extends { bucket: number }>(
    rows: readonly Row[],
    value: (row: Row) => number,
    gaps: readonly Gap[],
  ): (number | null)[] => {
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
