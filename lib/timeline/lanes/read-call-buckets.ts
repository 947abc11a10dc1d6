import { pool } from "@/lib/db/pool";
import { isoInstant } from "@/lib/investigate/iso-instant";
import { addressCuts } from "@/lib/investigate/off-instance-use";
import { countedCall } from "@/lib/investigate/scope";
import { bucketOf } from "@/lib/timeline/bucket-column";
import type { CallOrigin } from "@/lib/timeline/foreign-calls";
import type { InstanceScope } from "@/lib/timeline/instance-scope";
import type { Buckets } from "@/lib/timeline/lanes/choose-buckets";
import type { Piece } from "@/lib/timeline/lanes/split-at-minutes";

/** Calls alike in where they came from and how they ended, in one bucket. */
export interface CallBucket extends CallOrigin {
  bucket: number;
  allowed: number;
  denied: number;
}

/** The calls of the instance's role sessions and of the sessions that they led to. */
export async function readCallBuckets(scope: InstanceScope, view: Piece, buckets: Buckets): Promise<CallBucket[]> {
  const callers = [...scope.ownCallers, ...scope.chainedCallers];
  if (callers.length === 0) return [];
  const { rows } = await pool().query<CallBucket>(
    `SELECT ${bucketOf("a.at", "$4", "$5")} AS bucket, a.principal_no AS "principalNo",
            host(a.source_ip) AS "sourceIp", a.vpc_endpoint_id IS NOT NULL AS "viaEndpoint",
            a.invoked_by IS NOT NULL AS "onBehalf", width_bucket(a.at, $6::timestamptz(3)[]) AS stretch,
            (count(*) FILTER (WHERE a.error_code IS NULL))::float8 AS allowed,
            (count(*) FILTER (WHERE a.error_code IS NOT NULL))::float8 AS denied
       FROM api_calls a
      WHERE a.load_id IN (${scope.loads}) AND a.principal_no = ANY($1::int[]) AND a.at >= $2 AND a.at < $3
        AND ${countedCall("a")}
      GROUP BY 1, 2, 3, 4, 5, 6`,
    [
      ...[callers, isoInstant(view.fromMs), isoInstant(view.toMs), buckets.fromMs, buckets.bucketMs],
      addressCuts(scope.ownAddresses).map(isoInstant),
    ],
  );
  return rows;
}
