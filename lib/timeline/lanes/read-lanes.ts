import { readCoverage } from "@/lib/investigate/coverage";
import type { InstanceV1 } from "@/lib/investigate/document.types";
import { findIndicatorHits } from "@/lib/investigate/flows/find-indicator-hits";
import { readInstanceScope } from "@/lib/timeline/instance-scope";
import { chooseBuckets } from "@/lib/timeline/lanes/choose-buckets";
import type { LaneModel } from "@/lib/timeline/lanes/lane.types";
import { prepareLanes } from "@/lib/timeline/lanes/prepare-lanes";
import { readCallBuckets } from "@/lib/timeline/lanes/read-call-buckets";
import { readFlowBuckets } from "@/lib/timeline/lanes/read-flow-buckets";
import { readHitBuckets } from "@/lib/timeline/lanes/read-hit-buckets";
import { readLookupBuckets } from "@/lib/timeline/lanes/read-lookup-buckets";
import type { Piece } from "@/lib/timeline/lanes/split-at-minutes";

export interface LanesRequest {
  caseId: string;
  /** Canonical text. */
  ip: string;
  instance: Pick<InstanceV1, "instanceId" | "accountId" | "region" | "vpcId">;
  view: Piece;
  window: Piece | null;
  firstContactMs: number | null;
}

/** The three lanes of an instance over a view: bytes, lookups, role calls. */
export async function readLanes({
  caseId,
  ip,
  instance,
  view,
  window,
  firstContactMs,
}: LanesRequest): Promise<LaneModel> {
  await findIndicatorHits(caseId, ip);
  const scope = await readInstanceScope(caseId, instance.instanceId, ip);
  const buckets = chooseBuckets(view.fromMs, view.toMs);
  const { accountId, region, vpcId } = instance;
  const trail = accountId !== null && region !== null ? `${accountId}/${region}` : null;
  const [hits, flows, lookups, calls, coverage] = await Promise.all([
    readHitBuckets(scope, view, buckets),
    readFlowBuckets(scope, view, buckets),
    readLookupBuckets(scope, view, buckets),
    readCallBuckets(scope, view, buckets),
    readCoverage(
      { caseId, loads: scope.loads, ...view },
      {
        interfaceIds: scope.holds.map(({ interfaceKey }) => interfaceKey),
        vpcIds: vpcId === null ? [] : [vpcId],
        trails: trail === null ? [] : [trail],
      },
    ),
  ]);
  return prepareLanes({
    ...{ view, buckets, window, firstContactMs, hits, flows, lookups, calls, coverage, vpcId, trail },
    ...{ isForeign: scope.isForeign, holds: scope.holds },
  });
}
