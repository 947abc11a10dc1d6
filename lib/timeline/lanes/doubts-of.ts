import type { CoverageV1 } from "@/lib/investigate/document.types";
import { UNLOGGED_WORDS } from "@/lib/investigate/unlogged-traffic";
import type { HeldInterface } from "@/lib/timeline/lanes/gaps-of";
import type { Doubt } from "@/lib/timeline/lanes/lane.types";
import type { Piece } from "@/lib/timeline/lanes/split-at-minutes";
import { unionOf } from "@/lib/timeline/lanes/union-of";

const NOT_VOUCHED_FOR = new Set<CoverageV1["state"]>(["digest-gap", "digest-mismatch"]);

/** When an interface's flow logs leave out refused traffic, while it was the instance's. Pure. */
export function flowDoubtsOf(
  coverage: readonly CoverageV1[],
  holds: readonly HeldInterface[],
  view: Piece,
  gaps: readonly Piece[],
): Doubt[] {
  const leftOut = coverage.filter(
    ({ state, note }) => state === "traffic-type-not-logged" && note?.startsWith(UNLOGGED_WORDS.REJECT) === true,
  );
  const pieces = holds.flatMap(({ interfaceKey, fromMs, toMs }) =>
    leftOut
      .filter(({ subject }) => subject === interfaceKey)
      .map(({ from, to }) => ({
        fromMs: Math.max(Date.parse(from), fromMs ?? view.fromMs),
        toMs: Math.min(Date.parse(to), toMs ?? view.toMs),
      })),
  );
  return within(pieces, view, gaps).map((piece) => ({ ...piece, of: "refused" }));
}

/** When CloudTrail's digests do not vouch for the files of a trail. Pure. */
export function callDoubtsOf(
  coverage: readonly CoverageV1[],
  trail: string | null,
  view: Piece,
  gaps: readonly Piece[],
): Doubt[] {
  const pieces = coverage
    .filter(({ source, subject, state }) => source === "cloudtrail" && subject === trail && NOT_VOUCHED_FOR.has(state))
    .map(({ from, to }) => ({ fromMs: Date.parse(from), toMs: Date.parse(to) }));
  return within(pieces, view, gaps).map((piece) => ({ ...piece, of: "digests" }));
}

/** What of the pieces lies in the view and in no gap: where nothing was recorded, nothing is in doubt. */
function within(pieces: readonly Piece[], view: Piece, gaps: readonly Piece[]): Piece[] {
  const seen = unionOf(
    pieces
      .map(({ fromMs, toMs }) => ({ fromMs: Math.max(fromMs, view.fromMs), toMs: Math.min(toMs, view.toMs) }))
      .filter(({ fromMs, toMs }) => fromMs < toMs),
  );
  return gaps.reduce<Piece[]>(
    (left, gap) =>
      left.flatMap(({ fromMs, toMs }) =>
        [
          { fromMs, toMs: Math.min(toMs, gap.fromMs) },
          { fromMs: Math.max(fromMs, gap.toMs), toMs },
        ].filter((piece) => piece.fromMs < piece.toMs),
      ),
    seen,
  );
}
