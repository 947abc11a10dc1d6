import type { LaneModel } from "@/lib/timeline/lanes/lane.types";
import type { Piece } from "@/lib/timeline/lanes/split-at-minutes";

/** Buckets side by side, both ends included. */
export interface BucketRange {
  first: number;
  last: number;
}

/** The time that some buckets cover, as far as it is in the view. */
export function bucketPiece(
  { buckets, view }: Pick<LaneModel, "buckets" | "view">,
  { first, last }: BucketRange,
): Piece {
  return {
    fromMs: Math.max(view.fromMs, buckets.fromMs + first * buckets.bucketMs),
    toMs: Math.min(view.toMs, buckets.fromMs + (last + 1) * buckets.bucketMs),
  };
}

/** The bucket of the view that a moment lies in, or is nearest to. */
export function bucketAt({ buckets }: Pick<LaneModel, "buckets">, ms: number): number {
  return Math.min(buckets.count - 1, Math.max(0, Math.floor((ms - buckets.fromMs) / buckets.bucketMs)));
}
