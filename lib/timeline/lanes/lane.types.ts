import type { Buckets } from "@/lib/timeline/lanes/choose-buckets";
import type { Piece } from "@/lib/timeline/lanes/split-at-minutes";

/** A stretch of time for which the logs cannot tell; drawn as a gap, never as zero. */
export interface Gap extends Piece {
  state: "absent" | "skipped";
}

/** A stretch that was recorded, but not all of it, or without anything that vouches for it; its numbers stand. */
export interface Doubt extends Piece {
  of: "refused" | "digests";
}

/** A number for each bucket; null is a bucket that lies in a gap with nothing recorded. */
export type Series = (number | null)[];

/** The time that a finding about the instance speaks of. */
export interface LaneFinding extends Piece {
  id: string;
  /** As its source names it: `UnauthorizedAccess:EC2/MaliciousIPCaller.Custom`. */
  type: string;
}

/** The three lanes of an instance, ready to draw. The buckets cover the view; the first and the last may reach beyond it. */
export interface LaneModel {
  view: Piece;
  buckets: Buckets;
  /** The case's window where it is a proper part of the view. */
  window: Piece | null;
  firstContactMs: number | null;
  /** All of them, also those outside the view. */
  findings: LaneFinding[];
  bytes: {
    withOut: Series;
    withIn: Series;
    elseOut: Series;
    elseIn: Series;
    /** Records with the indicator that were refused: they moved no bytes, and must be seen all the same. */
    refused: Series;
    gaps: Gap[];
    doubts: Doubt[];
  };
  lookups: { queries: Series; toIndicator: Series; gaps: Gap[] };
  calls: {
    allowed: Series;
    denied: Series;
    /** Of the allowed and denied: made off the instance. Not counted in those two. */
    elsewhere: Series;
    gaps: Gap[];
    doubts: Doubt[];
  };
}

/** All the evidence at a glance: what a view is a part of. */
export interface Overview {
  span: Piece;
  buckets: Buckets;
  /** All bytes out and in. */
  bytes: Series;
  /** Of them, with the indicator. */
  withIndicator: Series;
  gaps: Gap[];
}
