import { askOften } from "@/lib/db/ask-often";
import { pool } from "@/lib/db/pool";
import type { InvestigationV1 } from "@/lib/investigate/document.types";
import { isoInstant } from "@/lib/investigate/iso-instant";
import { bucketOf } from "@/lib/timeline/bucket-column";
import type { CaseHeader } from "@/lib/timeline/case/read-case-header";
import { type InstanceScope, readInstanceScope } from "@/lib/timeline/instance-scope";
import type { Buckets } from "@/lib/timeline/lanes/choose-buckets";
import { readCallBuckets } from "@/lib/timeline/lanes/read-call-buckets";
import { readFlowBuckets } from "@/lib/timeline/lanes/read-flow-buckets";
import { countLookups } from "@/lib/timeline/lanes/read-lookup-buckets";

/** Small bars over the window: what had to do with the address, and everything else of the same instances. */
export interface Spark {
  with: number[];
  other: number[];
}

export interface CaseSparks {
  flow: Spark;
  dns: Spark;
  api: Spark;
}

const BARS = 40;
const MINUTE_MS = 60_000;
/** Of a case with more instances, those that sent most: the rest would not be seen in so small a picture. */
const MOST_INSTANCES = 40;

/** Equal pieces of whole minutes, so that the roll-up alone answers; the last may reach over the end. */
function sparkBuckets(fromMs: number, toMs: number): Buckets {
  const first = Math.floor(fromMs / MINUTE_MS) * MINUTE_MS;
  const bucketMs = Math.max(1, Math.ceil((toMs - first) / BARS / MINUTE_MS)) * MINUTE_MS;
  return { fromMs: first, bucketMs, count: Math.max(1, Math.ceil((toMs - first) / bucketMs)) };
}

/**
 * The bars of a case's three answers. Kept beside the document that they belong to, so that they are worked out once a
 * revision. Null where the document has no window or nothing met the address.
 */
export async function readCaseSparks(
  header: CaseHeader,
  document: Pick<InvestigationV1, "indicator" | "window" | "instances">,
): Promise<CaseSparks | null> {
  const { ip } = document.indicator;
  const { from, to } = document.window;
  if (ip === null || from === null || to === null || document.instances.length === 0) return null;
  const { id: caseId, windowFrom, windowTo, revision } = header.case;
  const key = [caseId, ip, windowFrom, windowTo, revision];
  const where = `case_id = $1 AND indicator = $2 AND window_from IS NOT DISTINCT FROM $3
    AND window_to IS NOT DISTINCT FROM $4 AND revision = $5`;
  const kept = await askOften<{ sparks: CaseSparks | null }>(
    `SELECT sparks FROM investigations WHERE ${where} ORDER BY id DESC LIMIT 1`,
    key,
  );
  if (kept.rows[0]?.sparks) return kept.rows[0].sparks;
  const ids = document.instances.slice(0, MOST_INSTANCES).map(({ instanceId }) => instanceId);
  const scopes = await Promise.all(ids.map((id) => readInstanceScope(caseId, id, ip, revision)));
  const sparks = await makeSparks(scopes, ip, Date.parse(from), Date.parse(to));
  if (sparks)
    await pool().query(`UPDATE investigations SET sparks = $6 WHERE ${where}`, [...key, JSON.stringify(sparks)]);
  return sparks;
}

async function makeSparks(
  scopes: readonly InstanceScope[],
  ip: string,
  fromMs: number,
  toMs: number,
): Promise<CaseSparks | null> {
  const [first] = scopes;
  if (!first) return null;
  // All instances as one: what belongs to any of them.
  const scope: InstanceScope = {
    ...first,
    holds: scopes.flatMap(({ holds }) => holds),
    askers: scopes.flatMap(({ askers }) => askers),
    ownCallers: [...new Set(scopes.flatMap(({ ownCallers }) => ownCallers))],
    chainedCallers: [...new Set(scopes.flatMap(({ chainedCallers }) => chainedCallers))],
    ownAddresses: [],
  };
  const view = { fromMs, toMs };
  const buckets = sparkBuckets(fromMs, toMs);
  const [flows, hits, lookups, calls] = await Promise.all([
    readFlowBuckets(scope, view, buckets),
    readSentToIndicator(scope, view, buckets),
    countLookups(scope, view, buckets),
    readCallBuckets(scope, view, buckets),
  ]);
  const bars = new Bars(buckets.count);
  const sent = bars.of(hits, ({ bytesOut }) => bytesOut);
  const carried = bars.of(flows, ({ bytesOut }) => bytesOut);
  return {
    flow: { with: sent, other: carried.map((bytes, at) => Math.max(0, bytes - (sent[at] ?? 0))) },
    dns: {
      with: bars.of(lookups, ({ toIndicator }) => toIndicator),
      other: bars.of(lookups, ({ queries, toIndicator }) => queries - toIndicator),
    },
    api: {
      with: bars.of(calls, ({ sourceIp, allowed, denied }) => (sourceIp === ip ? allowed + denied : 0)),
      other: bars.of(calls, ({ sourceIp, allowed, denied }) => (sourceIp === ip ? 0 : allowed + denied)),
    },
  };
}

/** Bytes that the instances sent to the indicator, as the document counts them. */
async function readSentToIndicator(
  { caseId, ip }: InstanceScope,
  view: { fromMs: number; toMs: number },
  buckets: Buckets,
): Promise<{ bucket: number; bytesOut: number }[]> {
  const { rows } = await pool().query<{ bucket: number; bytesOut: number }>(
    `SELECT ${bucketOf("start_at", "$5", "$6")} AS bucket, sum(bytes)::float8 AS "bytesOut"
       FROM indicator_hits
      WHERE case_id = $1 AND indicator = $2::inet AND instance_id IS NOT NULL AND start_at >= $3 AND start_at < $4
        AND role IN ('own', 'hop') AND verdict = 1 AND outbound
      GROUP BY 1`,
    [caseId, ip, isoInstant(view.fromMs), isoInstant(view.toMs), buckets.fromMs, buckets.bucketMs],
  );
  return rows;
}

class Bars {
  readonly #count: number;

  constructor(count: number) {
    this.#count = count;
  }

  of<Row extends { bucket: number }>(rows: readonly Row[], value: (row: Row) => number): number[] {
    const sums = new Array<number>(this.#count).fill(0);
    for (const row of rows) {
      if (row.bucket >= 0 && row.bucket < this.#count) sums[row.bucket] = (sums[row.bucket] ?? 0) + value(row);
    }
    return sums;
  }
}
