import { KeptAnswers } from "@/lib/core/kept-answers";
import { readCoverage } from "@/lib/investigate/coverage";
import type { CoverageV1, InstanceV1 } from "@/lib/investigate/document.types";
import type { InstanceScope } from "@/lib/timeline/instance-scope";
import { chooseBuckets } from "@/lib/timeline/lanes/choose-buckets";
import type { LaneFinding, Overview } from "@/lib/timeline/lanes/lane.types";
import { prepareOverview } from "@/lib/timeline/lanes/prepare-overview";
import { readFlowBuckets } from "@/lib/timeline/lanes/read-flow-buckets";
import { readHitBuckets } from "@/lib/timeline/lanes/read-hit-buckets";
import { readLaneFindings } from "@/lib/timeline/lanes/read-lane-findings";
import type { Piece } from "@/lib/timeline/lanes/split-at-minutes";

/** What of the lanes is the same in every view of an instance. */
export interface Background {
  overview: Overview;
  /** Over all the evidence; of flow logs those of the instance's interfaces alone. */
  coverage: CoverageV1[];
  findings: LaneFinding[];
  vpcId: string | null;
  /** `account/region` of its trail. */
  trail: string | null;
}

const OVERVIEW_BUCKETS = 240;
const KEPT = 32;
const kept = new KeptAnswers<Background>(KEPT);

/** The background of an instance's lanes, read once a revision of its case in this process. */
export function readBackground(
  scope: InstanceScope,
  instance: Pick<InstanceV1, "accountId" | "region" | "vpcId">,
  span: Piece,
): Promise<Background> {
  const { caseId, instanceId, ip, revision } = scope;
  const key = [caseId, revision, instanceId, ip, span.fromMs, span.toMs].join(" ");
  return kept.get(key, () => read(scope, instance, span));
}

async function read(
  scope: InstanceScope,
  { accountId, region, vpcId }: Pick<InstanceV1, "accountId" | "region" | "vpcId">,
  span: Piece,
): Promise<Background> {
  const { caseId, instanceId, ip, loads, holds } = scope;
  const trail = accountId !== null && region !== null ? `${accountId}/${region}` : null;
  const buckets = chooseBuckets(span.fromMs, span.toMs, OVERVIEW_BUCKETS);
  const [coverage, findings, hits, flows] = await Promise.all([
    readCoverage(
      { caseId, loads, ...span },
      {
        interfaceIds: holds.map(({ interfaceKey }) => interfaceKey),
        vpcIds: vpcId === null ? [] : [vpcId],
        trails: trail === null ? [] : [trail],
      },
      holds.map(({ interfaceNo }) => interfaceNo),
    ),
    readLaneFindings(caseId, instanceId, ip),
    readHitBuckets(scope, span, buckets),
    readFlowBuckets(scope, span, buckets),
  ]);
  return {
    overview: prepareOverview({ span, buckets, flows, hits, coverage, holds }),
    coverage,
    findings,
    vpcId,
    trail,
  };
}
