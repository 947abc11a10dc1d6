import { KeptAnswers } from "@/lib/core/kept-answers";
import type { InstanceV1 } from "@/lib/investigate/document.types";
import { findIndicatorHits } from "@/lib/investigate/flows/find-indicator-hits";
import { type InstanceScope, readInstanceScope } from "@/lib/timeline/instance-scope";
import { chooseBuckets } from "@/lib/timeline/lanes/choose-buckets";
import type { LaneModel, Overview } from "@/lib/timeline/lanes/lane.types";
import { prepareLanes } from "@/lib/timeline/lanes/prepare-lanes";
import { readBackground } from "@/lib/timeline/lanes/read-background";
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
  /** All that can be looked at: the view is a part of it. */
  span: Piece;
  window: Piece | null;
  firstContactMs: number | null;
}

interface Lanes {
  lanes: LaneModel;
  overview: Overview;
}

const KEPT = 64;
const kept = new KeptAnswers<Lanes>(KEPT);

/** The three lanes of an instance over a view, and all the evidence at a glance; read once a revision in this process. */
export async function readLanes(request: LanesRequest): Promise<Lanes> {
  const { instance, ...rest } = request;
  const { instanceId, accountId, region, vpcId } = instance;
  const scope = await readInstanceScope(rest.caseId, instanceId, rest.ip);
  const key = JSON.stringify([scope.revision, instanceId, accountId, region, vpcId, rest]);
  return kept.get(key, () => drawLanes(scope, request));
}

async function drawLanes(scope: InstanceScope, request: LanesRequest): Promise<Lanes> {
  const { caseId, ip, instance, view, span, window, firstContactMs } = request;
  await findIndicatorHits(caseId, ip);
  const buckets = chooseBuckets(view.fromMs, view.toMs);
  const [hits, flows, lookups, calls, { overview, ...background }] = await Promise.all([
    readHitBuckets(scope, view, buckets),
    readFlowBuckets(scope, view, buckets),
    readLookupBuckets(scope, view, buckets),
    readCallBuckets(scope, view, buckets),
    readBackground(scope, instance, span),
  ]);
  const lanes = prepareLanes({
    ...{ view, buckets, window, firstContactMs, hits, flows, lookups, calls, ...background },
    ...{ isForeign: scope.isForeign, holds: scope.holds },
  });
  return { lanes, overview };
}
