import { KeptAnswers } from "@/lib/core/kept-answers";
import type { InvestigationV1 } from "@/lib/investigate/document.types";
import { findIndicatorHits } from "@/lib/investigate/flows/find-indicator-hits";
import type { CaseSparks } from "@/lib/timeline/case/read-case-sparks";
import { type InstanceScope, readInstanceScope } from "@/lib/timeline/instance-scope";
import { chooseBuckets } from "@/lib/timeline/lanes/choose-buckets";
import { readCallBuckets } from "@/lib/timeline/lanes/read-call-buckets";
import { readFlowBuckets } from "@/lib/timeline/lanes/read-flow-buckets";
import { readHitBuckets } from "@/lib/timeline/lanes/read-hit-buckets";
import { readLookupBuckets } from "@/lib/timeline/lanes/read-lookup-buckets";
import type { Piece } from "@/lib/timeline/lanes/split-at-minutes";

const MOST_BARS = 50;

const KEPT = 64;
const kept = new KeptAnswers<CaseSparks>(KEPT);

/** The small bars of one instance's three answers over the document's window; read once a revision in this process. */
export async function readInstanceSparks(
  { caseId, revision, instanceId, ip }: { caseId: string; revision: number; instanceId: string; ip: string },
  { from, to }: InvestigationV1["window"],
): Promise<CaseSparks | null> {
  if (from === null || to === null) return null;
  const window = { fromMs: Date.parse(from), toMs: Math.max(Date.parse(to), Date.parse(from) + 1000) };
  const scope = await readInstanceScope(caseId, instanceId, ip, revision);
  const key = [caseId, scope.revision, instanceId, ip, window.fromMs, window.toMs].join(" ");
  return kept.get(key, () => drawSparks(scope, window));
}

async function drawSparks(scope: InstanceScope, window: Piece): Promise<CaseSparks> {
  const { caseId, ip } = scope;
  await findIndicatorHits(caseId, ip);
  const buckets = chooseBuckets(window.fromMs, window.toMs, MOST_BARS, 60_000);
  const [flows, hits, lookups, calls] = await Promise.all([
    readFlowBuckets(scope, window, buckets),
    readHitBuckets(scope, window, buckets),
    readLookupBuckets(scope, window, buckets),
    readCallBuckets(scope, window, buckets),
  ]);
  const bars = <Row extends { bucket: number }>(rows: readonly Row[], value: (row: Row) => number) => {
    const sums = new Array<number>(buckets.count).fill(0);
    for (const row of rows) sums[row.bucket] = (sums[row.bucket] ?? 0) + value(row);
    return sums;
  };
  const own = bars(hits, ({ ownOut }) => ownOut);
  return {
    flow: {
      with: bars(hits, ({ bytesOut }) => bytesOut),
      other: bars(flows, ({ bytesOut }) => bytesOut).map((bytes, at) => Math.max(0, bytes - (own[at] ?? 0))),
    },
    dns: {
      with: bars(lookups, ({ toIndicator }) => toIndicator),
      other: bars(lookups, ({ queries, toIndicator }) => queries - toIndicator),
    },
    api: {
      with: bars(calls, ({ sourceIp, allowed, denied }) => (sourceIp === ip ? allowed + denied : 0)),
      other: bars(calls, ({ sourceIp, allowed, denied }) => (sourceIp === ip ? 0 : allowed + denied)),
    },
  };
}
