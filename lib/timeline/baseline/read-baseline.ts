import { KeptAnswers } from "@/lib/core/kept-answers";
import type { InstanceV1 } from "@/lib/investigate/document.types";
import type { Baseline, BaselineChoice, MeasureName } from "@/lib/timeline/baseline/baseline.types";
import { measureNormal } from "@/lib/timeline/baseline/hour-normal";
import type { InstanceScope } from "@/lib/timeline/instance-scope";
import { flowGapsOf, gapsOf } from "@/lib/timeline/lanes/gaps-of";
import type { Gap } from "@/lib/timeline/lanes/lane.types";
import { readBackground } from "@/lib/timeline/lanes/read-background";
import { readCallBuckets } from "@/lib/timeline/lanes/read-call-buckets";
import { readFlowBuckets } from "@/lib/timeline/lanes/read-flow-buckets";
import { readLookupBuckets } from "@/lib/timeline/lanes/read-lookup-buckets";
import type { Piece } from "@/lib/timeline/lanes/split-at-minutes";

const HOUR_MS = 3_600_000;
const KEPT = 64;
const kept = new KeptAnswers<Baseline>(KEPT);

/** What was usual for an instance in an earlier span; read once a revision in this process. */
export function readBaseline(
  scope: InstanceScope,
  instance: Pick<InstanceV1, "accountId" | "region" | "vpcId">,
  all: Piece,
  choice: BaselineChoice,
): Promise<Baseline> {
  const { caseId, revision, instanceId, ip } = scope;
  const { accountId, region, vpcId } = instance;
  const key = JSON.stringify([caseId, revision, instanceId, ip, accountId, region, vpcId, all, choice]);
  return kept.get(key, () => read(scope, instance, all, choice));
}

async function read(
  scope: InstanceScope,
  instance: Pick<InstanceV1, "accountId" | "region" | "vpcId">,
  all: Piece,
  choice: BaselineChoice,
): Promise<Baseline> {
  const { span } = choice;
  if (span === null) return { ...choice, measures: measuresOf(() => new Map()) };
  const buckets = { fromMs: span.fromMs, bucketMs: HOUR_MS, count: (span.toMs - span.fromMs) / HOUR_MS };
  const [flows, lookups, calls, { coverage, vpcId, trail }] = await Promise.all([
    readFlowBuckets(scope, span, buckets),
    readLookupBuckets(scope, span, buckets),
    readCallBuckets(scope, span, buckets),
    readBackground(scope, instance, all),
  ]);
  const gaps = {
    flow: [...flowGapsOf(coverage, scope.holds, span), ...notHeld(scope.holds, span)],
    dns: gapsOf(coverage, "dns", vpcId, span),
    api: gapsOf(coverage, "cloudtrail", trail, span),
  };
  const hours = <Row extends { bucket: number }>(rows: readonly Row[], value: (row: Row) => number, silent: Gap[]) =>
    hourValues(buckets, rows, value, silent);
  return {
    ...choice,
    measures: measuresOf((measure) => {
      if (measure === "lookups") return hours(lookups, (row) => row.queries, gaps.dns);
      if (measure === "calls") return hours(calls, (row) => row.allowed + row.denied, gaps.api);
      return hours(flows, (row) => row[measure], gaps.flow);
    }),
  };
}

function measuresOf(hoursOf: (measure: MeasureName) => ReadonlyMap<number, number | null>): Baseline["measures"] {
  const one = (measure: MeasureName) => measureNormal(measure, hoursOf(measure));
  return { bytesOut: one("bytesOut"), bytesIn: one("bytesIn"), lookups: one("lookups"), calls: one("calls") };
}

/** The value of each hour, by its number since the epoch: null where a part of it was not recorded. */
function hourValues<Row extends { bucket: number }>(
  { fromMs, count }: { fromMs: number; count: number },
  rows: readonly Row[],
  value: (row: Row) => number,
  silent: readonly Gap[],
): Map<number, number | null> {
  const sums = new Array<number>(count).fill(0);
  for (const row of rows) sums[row.bucket] = (sums[row.bucket] ?? 0) + value(row);
  return new Map(
    sums.map((sum, index) => {
      const from = fromMs + index * HOUR_MS;
      const isCut = silent.some((gap) => gap.fromMs < from + HOUR_MS && gap.toMs > from);
      return [from / HOUR_MS, isCut ? null : sum];
    }),
  );
}

/** The time in which none of an instance's interfaces was its own: nothing it could have sent. */
function notHeld(holds: InstanceScope["holds"], span: Piece): Gap[] {
  const held = holds
    .map(({ fromMs, toMs }) => ({ fromMs: fromMs ?? span.fromMs, toMs: toMs ?? span.toMs }))
    .sort((a, b) => a.fromMs - b.fromMs);
  const gaps: Gap[] = [];
  let reached = span.fromMs;
  for (const { fromMs, toMs } of held) {
    if (fromMs > reached) gaps.push({ fromMs: reached, toMs: Math.min(fromMs, span.toMs), state: "absent" });
    reached = Math.max(reached, toMs);
  }
  if (reached < span.toMs) gaps.push({ fromMs: reached, toMs: span.toMs, state: "absent" });
  return gaps;
}
