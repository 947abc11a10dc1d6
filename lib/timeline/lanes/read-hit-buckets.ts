import { pool } from "@/lib/db/pool";
import { isoInstant } from "@/lib/investigate/iso-instant";
import { bucketOf } from "@/lib/timeline/bucket-column";
import type { InstanceScope } from "@/lib/timeline/instance-scope";
import type { Buckets } from "@/lib/timeline/lanes/choose-buckets";
import type { Piece } from "@/lib/timeline/lanes/split-at-minutes";

/** Traffic of the instance with the indicator in one bucket. */
export interface HitBucket {
  bucket: number;
  /** As the document counts: accepted records, own and hops. */
  bytesOut: number;
  bytesIn: number;
  rejected: number;
  /** The part that the roll-up of the instance's own interfaces holds too. */
  ownOut: number;
  ownIn: number;
}

/** What was sent to the indicator and came from it. The indicator's hits must stand (`findIndicatorHits`). */
export async function readHitBuckets(scope: InstanceScope, view: Piece, buckets: Buckets): Promise<HitBucket[]> {
  const sum = (where: string) => `(coalesce(sum(bytes) FILTER (WHERE ${where}), 0))::float8`;
  const { rows } = await pool().query<HitBucket>(
    `SELECT ${bucketOf("start_at", "$6", "$7")} AS bucket,
            ${sum("verdict = 1 AND outbound")} AS "bytesOut", ${sum("verdict = 1 AND NOT outbound")} AS "bytesIn",
            (count(*) FILTER (WHERE verdict = 2))::float8 AS rejected,
            ${sum("role = 'own' AND verdict <> 2 AND outbound")} AS "ownOut",
            ${sum("role = 'own' AND verdict <> 2 AND NOT outbound")} AS "ownIn"
       FROM indicator_hits
      WHERE case_id = $1 AND indicator = $2::inet AND instance_id = $3 AND start_at >= $4 AND start_at < $5
        AND role IN ('own', 'hop')
      GROUP BY 1`,
    [
      ...[scope.caseId, scope.ip, scope.instanceId, isoInstant(view.fromMs), isoInstant(view.toMs)],
      ...[buckets.fromMs, buckets.bucketMs],
    ],
  );
  return rows;
}
