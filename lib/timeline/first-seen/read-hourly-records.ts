import { KeptAnswers } from "@/lib/core/kept-answers";
import { pool } from "@/lib/db/pool";
import { isoInstant } from "@/lib/investigate/iso-instant";
import type { HourlyRecords } from "@/lib/timeline/first-seen/history-before";
import { type InstanceScope, readCaseAttribution } from "@/lib/timeline/instance-scope";
import { flowGapsOf, gapsOf } from "@/lib/timeline/lanes/gaps-of";
import { readBackground } from "@/lib/timeline/lanes/read-background";
import { readLookupBuckets } from "@/lib/timeline/lanes/read-lookup-buckets";

const HOUR_MS = 3_600_000;

export interface InstanceRecords {
  flow: HourlyRecords;
  dns: HourlyRecords;
  /** The first finding about the instance, else null. */
  findingMs: number | null;
}

const KEPT = 32;
const kept = new KeptAnswers<InstanceRecords>(KEPT);

/** What each source recorded of an instance, by hour; read once a revision in this process. */
export function readHourlyRecords(scope: InstanceScope): Promise<InstanceRecords> {
  const { caseId, revision, instanceId, ip } = scope;
  return kept.get(JSON.stringify([caseId, revision, instanceId, ip]), () => read(scope));
}

async function read(scope: InstanceScope): Promise<InstanceRecords> {
  const nothing = { hours: new Map<number, number>(), gaps: [] };
  if (scope.span === null) return { flow: nothing, dns: nothing, findingMs: null };
  const { ledger } = await readCaseAttribution(scope.caseId);
  const { firstMs, lastMs } = scope.span;
  const span = { fromMs: firstMs, toMs: lastMs + 1000 };
  const fromMs = Math.floor(firstMs / HOUR_MS) * HOUR_MS;
  const buckets = { fromMs, bucketMs: HOUR_MS, count: Math.ceil((span.toMs - fromMs) / HOUR_MS) };
  const [flows, lookups, background] = await Promise.all([
    readFlowHours(scope, span),
    readLookupBuckets(scope, span, buckets),
    readBackground(scope, ledger.facts(scope.instanceId), span),
  ]);
  const { coverage, vpcId, findings } = background;
  const starts = findings.map((finding) => finding.fromMs);
  return {
    flow: { hours: flows, gaps: flowGapsOf(coverage, scope.holds, span) },
    dns: {
      hours: new Map(lookups.map(({ bucket, queries }) => [fromMs / HOUR_MS + bucket, queries])),
      gaps: gapsOf(coverage, "dns", vpcId, span),
    },
    findingMs: starts.length === 0 ? null : Math.min(...starts),
  };
}

/** Records of the instance's interfaces, refused ones among them, while they were its own. */
async function readFlowHours(
  { caseId, holds }: InstanceScope,
  span: { fromMs: number; toMs: number },
): Promise<Map<number, number>> {
  const rows = holds.map(({ interfaceNo, fromMs, toMs }) => ({
    no: interfaceNo,
    from_at: isoInstant(Math.max(fromMs ?? span.fromMs, span.fromMs - HOUR_MS)),
    to_at: isoInstant(Math.min(toMs ?? span.toMs, span.toMs)),
  }));
  const found = await pool().query<{ hour: number; records: number }>(
    `SELECT floor(extract(epoch FROM m.minute) / 3600)::int AS hour, sum(m.accepted + m.rejected)::float8 AS records
       FROM jsonb_to_recordset($2::jsonb) AS p(no int, from_at timestamptz, to_at timestamptz)
      CROSS JOIN LATERAL (
        SELECT * FROM flow_minutes o WHERE o.case_id = $1 AND o.interface_no = p.no AND o.minute >= p.from_at
                                       AND o.minute < p.to_at OFFSET 0) m
      GROUP BY 1`,
    [caseId, JSON.stringify(rows)],
  );
  return new Map(found.rows.map(({ hour, records }) => [hour, records]));
}
