import type { CoverageV1 } from "@/lib/investigate/document.types";
import type { Buckets } from "@/lib/timeline/lanes/choose-buckets";
import { flowGapsOf, type HeldInterface } from "@/lib/timeline/lanes/gaps-of";
import type { Overview } from "@/lib/timeline/lanes/lane.types";
import { seriesOver } from "@/lib/timeline/lanes/prepare-lanes";
import type { FlowBucket } from "@/lib/timeline/lanes/read-flow-buckets";
import type { HitBucket } from "@/lib/timeline/lanes/read-hit-buckets";
import type { Piece } from "@/lib/timeline/lanes/split-at-minutes";

export interface OverviewInput {
  span: Piece;
  buckets: Buckets;
  flows: readonly FlowBucket[];
  hits: readonly HitBucket[];
  coverage: readonly CoverageV1[];
  holds: readonly HeldInterface[];
}

/** All bytes of an instance over all the evidence, and of them those with the indicator. */
export function prepareOverview({ span, buckets, flows, hits, coverage, holds }: OverviewInput): Overview {
  const gaps = flowGapsOf(coverage, holds, span);
  const series = seriesOver(buckets);
  const hops = hits.map(({ bucket, bytesOut, bytesIn, ownOut, ownIn }) => ({
    ...{ bucket, bytes: bytesOut + bytesIn, beyondOwn: Math.max(0, bytesOut + bytesIn - ownOut - ownIn) },
  }));
  const all = [
    ...flows.map(({ bucket, bytesOut, bytesIn }) => ({ bucket, bytes: bytesOut + bytesIn })),
    ...hops.map(({ bucket, beyondOwn }) => ({ bucket, bytes: beyondOwn })),
  ];
  return {
    ...{ span, buckets, gaps },
    bytes: series(all, ({ bytes }) => bytes, gaps),
    withIndicator: series(hops, ({ bytes }) => bytes, gaps),
  };
}
