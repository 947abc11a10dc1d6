import type { CoverageV1 } from "@/lib/investigate/document.types";
import { UNLOGGED_WORDS } from "@/lib/investigate/unlogged-traffic";
import type { Gap } from "@/lib/timeline/lanes/lane.types";
import { mergeGaps } from "@/lib/timeline/lanes/merge-gaps";
import type { Piece } from "@/lib/timeline/lanes/split-at-minutes";

/** An interface while it was the instance's; null is as far as the evidence reaches. */
export interface HeldInterface {
  interfaceKey: string;
  fromMs: number | null;
  toMs: number | null;
}

/** When the flow logs of an instance's interfaces cannot tell, while each was its own. */
export function flowGapsOf(coverage: readonly CoverageV1[], holds: readonly HeldInterface[], view: Piece): Gap[] {
  return mergeGaps(
    holds.flatMap(({ interfaceKey, fromMs, toMs }) => {
      const within = {
        fromMs: Math.max(fromMs ?? view.fromMs, view.fromMs),
        toMs: Math.min(toMs ?? view.toMs, view.toMs),
      };
      return coverage
        .filter(({ source, subject }) => (source === "vpc-flow" || source === "tgw-flow") && subject === interfaceKey)
        .flatMap((row) =>
          leavesOutAccepted(row) ? [{ ...within, state: "absent" as const }] : gapWithin(row, within),
        );
    }),
  );
}

/** A log of refused traffic alone tells nothing of bytes, whatever it recorded. */
function leavesOutAccepted({ state, note }: CoverageV1): boolean {
  return state === "traffic-type-not-logged" && note?.startsWith(UNLOGGED_WORDS.ACCEPT) === true;
}

/**
 * When a log that writes nothing in quiet times cannot tell: where it is absent, and before its first and after its last
 * record. `coverage` must reach over all the evidence, or the quiet before a view would look like a missing log.
 */
export function gapsOf(
  coverage: readonly CoverageV1[],
  source: "dns" | "cloudtrail",
  subject: string | null,
  view: Piece,
): Gap[] {
  const logs = coverage.filter((row) => row.source === source);
  // Without any log of the kind nothing can be known, whatever the instance's own would be called.
  if (!logs.some(({ state }) => state === "recorded")) return [{ ...view, state: "absent" }];
  const rows = logs.filter((row) => row.subject === subject);
  const recorded = rows.filter(({ state }) => state === "recorded");
  const first = Math.min(...recorded.map(({ from }) => Date.parse(from)));
  const last = Math.max(...recorded.map(({ to }) => Date.parse(to)));
  const ends: Gap[] = [
    { fromMs: view.fromMs, toMs: Math.min(first, view.toMs), state: "absent" },
    { fromMs: Math.max(last, view.fromMs), toMs: view.toMs, state: "absent" },
  ];
  return mergeGaps([
    ...rows.flatMap((row) => gapWithin(row, view)),
    ...(recorded.length === 0 ? [] : ends.filter(({ fromMs, toMs }) => fromMs < toMs)),
  ]);
}

function gapWithin({ state, from, to }: CoverageV1, within: Piece): Gap[] {
  if (state !== "absent" && state !== "skipped") return [];
  const fromMs = Math.max(Date.parse(from), within.fromMs);
  const toMs = Math.min(Date.parse(to), within.toMs);
  return fromMs < toMs ? [{ fromMs, toMs, state }] : [];
}
