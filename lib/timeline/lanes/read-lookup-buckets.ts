import { pool } from "@/lib/db/pool";
import { bucketOf } from "@/lib/timeline/bucket-column";
import { type EventVolume, readEventVolume } from "@/lib/timeline/events/read-event-volume";
import { Parameters } from "@/lib/timeline/events/source-read";
import type { InstanceScope } from "@/lib/timeline/instance-scope";
import type { Buckets } from "@/lib/timeline/lanes/choose-buckets";
import { type Piece, splitAtMinutes } from "@/lib/timeline/lanes/split-at-minutes";
import { ownLookups, tiedLookups } from "@/lib/timeline/own-lookups";

export interface LookupBucket {
  bucket: number;
  queries: number;
  /** Those with an answer that was the indicator. */
  toIndicator: number;
}

/** The queries of one instance: whole minutes as they were counted once a revision, the rest by reading. */
export async function readLookupBuckets(scope: InstanceScope, view: Piece, buckets: Buckets): Promise<LookupBucket[]> {
  const { minutes, records } = splitAtMinutes(view, buckets.bucketMs);
  const [volume, ...read] = await Promise.all([
    minutes.length === 0 ? null : readEventVolume(scope),
    ...records.map((piece) => countLookups(scope, piece, buckets)),
  ]);
  const counted = volume === null ? [] : minutes.flatMap((piece) => bucketsOf(volume, piece, buckets));
  return addedUp([...counted, ...read.flat()]);
}

/** A bucket at the view's end may have whole minutes and a rest. */
function addedUp(parts: readonly LookupBucket[]): LookupBucket[] {
  const sums = new Map<number, LookupBucket>();
  for (const { bucket, queries, toIndicator } of parts) {
    const sum = sums.get(bucket) ?? { bucket, queries: 0, toIndicator: 0 };
    sums.set(bucket, { bucket, queries: sum.queries + queries, toIndicator: sum.toIndicator + toIndicator });
  }
  return [...sums.values()];
}

/** Of the buckets that have any: a view of centuries has millions of others. */
function bucketsOf(volume: EventVolume, piece: Piece, { fromMs, bucketMs }: Buckets): LookupBucket[] {
  const [all, tied] = [volume.of("dns", false), volume.of("dns", true)];
  const found: LookupBucket[] = [];
  const { first, end } = all.within(piece);
  for (let next = first; next < end; ) {
    const bucket = Math.floor((all.startOf(next) - fromMs) / bucketMs);
    const startMs = fromMs + bucket * bucketMs;
    const part = { fromMs: Math.max(startMs, piece.fromMs), toMs: Math.min(startMs + bucketMs, piece.toMs) };
    const minutes = all.within(part);
    found.push({ bucket, queries: all.records(minutes), toIndicator: tied.records(tied.within(part)) });
    next = Math.max(minutes.end, next + 1);
  }
  return found;
}

/** The queries of an instance, or of several as if they were one. */
export async function countLookups(scope: InstanceScope, view: Piece, buckets: Buckets): Promise<LookupBucket[]> {
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
