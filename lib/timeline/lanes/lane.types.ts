import type { Buckets } from "@/lib/timeline/lanes/choose-buckets";
import type { Piece } from "@/lib/timeline/lanes/split-at-minutes";

/** A stretch of time for which the logs cannot tell; drawn as a gap, never as zero. */
export interface Gap extends Piece {
  state: "absent" | "skipped";
}

/**
 * The three lanes of an instance, ready to draw. Lists run over the buckets; null is a bucket that lies in a gap with
 * nothing recorded.
 */
export interface LaneModel {
  view: Piece;
  buckets: Buckets;
  /** All the buckets: the view, widened to where its first begins and its last ends. */
  axis: Piece;
  /** The case's window where it is a proper part of the view. */
  window: Piece | null;
  firstContactMs: number | null;
  bytes: {
    withOut: (number | null)[];
    withIn: (number | null)[];
    elseOut: (number | null)[];
    elseIn: (number | null)[];
    gaps: Gap[];
  };
  lookups: { queries: (number | null)[]; toIndicator: (number | null)[]; gaps: Gap[] };
  calls: {
    allowed: (number | null)[];
    denied: (number | null)[];
    /** Of the allowed and denied: made off the instance. Not counted in those two. */
    elsewhere: (number | null)[];
    gaps: Gap[];
  };
}
