import { pool } from "@/lib/db/pool";
import { bucketOf } from "@/lib/timeline/bucket-column";
import { Parameters } from "@/lib/timeline/events/source-read";
import type { InstanceScope } from "@/lib/timeline/instance-scope";
import type { Buckets } from "@/lib/timeline/lanes/choose-buckets";
import type { Piece } from "@/lib/timeline/lanes/split-at-minutes";
import { ownLookups, tiedLookups } from "@/lib/timeline/own-lookups";

export interface LookupBucket {
  bucket: number;
  queries: number;
  /** Those with an answer that was the indicator. */
  toIndicator: number;
}

/** The queries of the instance. */
export async function readLookupBuckets(scope: InstanceScope, view: Piece, buckets: Buckets): Promise<LookupBucket[]> {
  const at = new Parameters();
  const bucket = bucketOf("at", at.add(buckets.fromMs), at.add(buckets.bucketMs));
  const { rows } = await pool().query<LookupBucket>(
    `SELECT bucket, sum(queries)::float8 AS queries, sum(tied)::float8 AS "toIndicator"
       FROM (SELECT ${bucket} AS bucket, count(*) AS queries, 0 AS tied FROM (${ownLookups(at, scope, view)}) own GROUP BY 1
             UNION ALL
             SELECT ${bucket}, 0, count(*) FROM (${tiedLookups(at, scope, view)}) tied GROUP BY 1) counted
      GROUP BY 1`,
    at.values,
  );
  return rows;
}
