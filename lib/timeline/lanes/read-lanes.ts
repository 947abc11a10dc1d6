import { KeptAnswers } from "@/lib/core/kept-answers";
import type { InstanceV1 } from "@/lib/investigate/document.types";
import { findIndicatorHits } from "@/lib/investigate/flows/find-indicator-hits";
import { readEventVolume } from "@/lib/timeline/events/read-event-volume";
import { type InstanceScope, readInstanceScope } from "@/lib/timeline/instance-scope";
import { type Buckets, chooseBuckets, MAX_BUCKETS } from "@/lib/timeline/lanes/choose-buckets";
import { type Lanes, packLanes } from "@/lib/timeline/lanes/pack-lanes";
import { prepareLanes } from "@/lib/timeline/lanes/prepare-lanes";
import { readBackground } from "@/lib/timeline/lanes/read-background";
import { readCallBuckets } from "@/lib/timeline/lanes/read-call-buckets";
import { readFlowBuckets } from "@/lib/timeline/lanes/read-flow-buckets";
import { readHitBuckets } from "@/lib/timeline/lanes/read-hit-buckets";
import { readLookupBuckets } from "@/lib/timeline/lanes/read-lookup-buckets";
import type { Piece } from "@/lib/timeline/lanes/split-at-minutes";

export interface LanesRequest {
  caseId: string;
  /** Of the evidence, as the request read it. */
  revision: number;
  /** Canonical text. */
  ip: string;
  instance: Pick<InstanceV1, "instanceId" | "accountId" | "region" | "vpcId">;
  view: Piece;
  /** All that can be looked at: the view is a part of it. */
  span: Piece;
  window: Piece | null;
  firstContactMs: number | null;
}

interface KeptLanes extends Lanes {
  /** Both as `packLanes` writes them. */
  packed: string;
}

const KEPT = 64;
const kept = new KeptAnswers<KeptLanes>(KEPT);

/** The three lanes of an instance over a view, and all the evidence at a glance; read once a revision in this process. */
export async function readLanes(request: LanesRequest): Promise<KeptLanes> {
  const { instance, ...rest } = request;
  const { instanceId, accountId, region, vpcId } = instance;
  const scope = await readInstanceScope(rest.caseId, instanceId, rest.ip, rest.revision);
  const key = JSON.stringify([instanceId, accountId, region, vpcId, rest]);
  return kept.get(key, () => drawLanes(scope, request));
}

const MINUTE_MS = 60_000;
/** Seconds are read from the records themselves: where a view holds more than these, minutes do, of which there are enough. */
const MOST_RECORDS = 10_000;
const ENOUGH_MINUTES = 30;

async function bucketsOf(scope: InstanceScope, view: Piece): Promise<Buckets> {
  const fine = chooseBuckets(view.fromMs, view.toMs);
  if (fine.bucketMs >= MINUTE_MS || view.toMs - view.fromMs < ENOUGH_MINUTES * MINUTE_MS) return fine;
  const counts = (await readEventVolume(scope)).of("flow", false);
  const records = counts.records(counts.touching(view));
  return records > MOST_RECORDS ? chooseBuckets(view.fromMs, view.toMs, MAX_BUCKETS, MINUTE_MS) : fine;
}

async function drawLanes(scope: InstanceScope, request: LanesRequest): Promise<KeptLanes> {
  const { caseId, ip, instance, view, span, window, firstContactMs } = request;
  await findIndicatorHits(caseId, ip);
  const buckets = await bucketsOf(scope, view);
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
  return { lanes, overview, packed: packLanes({ lanes, overview }) };
}
