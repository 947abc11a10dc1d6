import { readCoverage } from "@/lib/investigate/coverage";
import type { InstanceV1 } from "@/lib/investigate/document.types";
import { findIndicatorHits } from "@/lib/investigate/flows/find-indicator-hits";
import { readInstanceScope } from "@/lib/timeline/instance-scope";
import { chooseBuckets } from "@/lib/timeline/lanes/choose-buckets";
import type { LaneModel, Overview } from "@/lib/timeline/lanes/lane.types";
import { prepareLanes } from "@/lib/timeline/lanes/prepare-lanes";
import { prepareOverview } from "@/lib/timeline/lanes/prepare-overview";
import { readCallBuckets } from "@/lib/timeline/lanes/read-call-buckets";
import { readFlowBuckets } from "@/lib/timeline/lanes/read-flow-buckets";
import { readHitBuckets } from "@/lib/timeline/lanes/read-hit-buckets";
import { readLaneFindings } from "@/lib/timeline/lanes/read-lane-findings";
import { readLookupBuckets } from "@/lib/timeline/lanes/read-lookup-buckets";
import type { Piece } from "@/lib/timeline/lanes/split-at-minutes";

export interface LanesRequest {
  caseId: string;
  /** Canonical text. */
  ip: string;
  instance: Pick<InstanceV1, "instanceId" | "accountId" | "region" | "vpcId">;
  view: Piece;
  /** All that can be looked at: the view is a part of it. */
  span: Piece;
  window: Piece | null;
  firstContactMs: number | null;
}

const OVERVIEW_BUCKETS = 240;

/** The three lanes of an instance over a view, and all the evidence at a glance. */
export async function readLanes(request: LanesRequest): Promise<{ lanes: LaneModel; overview: Overview }> {
  const { caseId, ip, instance, view, span, window, firstContactMs } = request;
  await findIndicatorHits(caseId, ip);
  const scope = await readInstanceScope(caseId, instance.instanceId, ip);
  const buckets = chooseBuckets(view.fromMs, view.toMs);
  const glance = chooseBuckets(span.fromMs, span.toMs, OVERVIEW_BUCKETS);
  const { accountId, region, vpcId } = instance;
  const trail = accountId !== null && region !== null ? `${accountId}/${region}` : null;
  const { loads, holds, isForeign } = scope;
  const [hits, flows, lookups, calls, coverage, findings, allHits, allFlows] = await Promise.all([
    readHitBuckets(scope, view, buckets),
    readFlowBuckets(scope, view, buckets),
    readLookupBuckets(scope, view, buckets),
    readCallBuckets(scope, view, buckets),
    readCoverage(
      { caseId, loads, ...span },
      {
        interfaceIds: holds.map(({ interfaceKey }) => interfaceKey),
        vpcIds: vpcId === null ? [] : [vpcId],
        trails: trail === null ? [] : [trail],
      },
    ),
    readLaneFindings(caseId, instance.instanceId, ip),
    readHitBuckets(scope, span, glance),
    readFlowBuckets(scope, span, glance),
  ]);
  return {
    lanes: prepareLanes({
      ...{ view, buckets, window, firstContactMs, findings, hits, flows, lookups, calls, coverage, vpcId, trail },
      ...{ isForeign, holds },
    }),
    overview: prepareOverview({ span, buckets: glance, flows: allFlows, hits: allHits, coverage, holds }),
  };
}
