import { pool } from "@/lib/db/pool";
import { askerRows } from "@/lib/timeline/asker-columns";
import { bucketOf } from "@/lib/timeline/bucket-column";
import type { InstanceScope } from "@/lib/timeline/instance-scope";
import type { Buckets } from "@/lib/timeline/lanes/choose-buckets";
import type { Piece } from "@/lib/timeline/lanes/split-at-minutes";

export interface LookupBucket {
  bucket: number;
  queries: number;
  /** Those with an answer that was the indicator. */
  toIndicator: number;
}

/** The queries of the instance. */
export async function readLookupBuckets(scope: InstanceScope, view: Piece, buckets: Buckets): Promise<LookupBucket[]> {
  const { rows } = await pool().query<LookupBucket>(
    `SELECT ${bucketOf("q.at", "$3", "$4")} AS bucket, count(*)::float8 AS queries,
            (count(*) FILTER (WHERE $2::inet = ANY(q.resolved_ips)))::float8 AS "toIndicator"
       FROM jsonb_to_recordset($1::jsonb) AS s(no int, from_at timestamptz, to_at timestamptz)
       JOIN dns_queries q ON q.asker_no = s.no AND q.at >= s.from_at AND q.at < s.to_at
      WHERE q.load_id IN (${scope.loads}) AND NOT q.duplicate
      GROUP BY 1`,
    [askerRows(scope.askers, view.fromMs, view.toMs), scope.ip, buckets.fromMs, buckets.bucketMs],
  );
  return rows;
}
