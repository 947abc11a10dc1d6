import { compareText } from "@/lib/core/compare-text";
import {
  type RankedCandidate,
  START_REASONS,
  type StartCandidate,
  type StartReason,
} from "@/lib/investigate/start/start.types";

const TIES = ["address", "name", "instance"] as const;

const TIE_OF: Record<StartReason, RankedCandidate["tie"]> = {
  ...{ contact: "address", refused: "address", lookup: "address", call: "address", finding: "address" },
  ...{ name: "name", "off-instance": "instance", "new-api": "instance", detection: "instance" },
};

/**
 * Puts candidates for the start in order: what names the address first, then what names the flagged name, then what only
 * stands out at an instance that met it; in each the earliest first. A record that several reasons name is one candidate.
 *
 * @param startMs the present start; null where there is none
 */
export function rankCandidates(candidates: readonly StartCandidate[], startMs: number | null): RankedCandidate[] {
  const ranked = candidates
    .map((candidate): RankedCandidate => {
      const atMs = Date.parse(candidate.event.time);
      return {
        ...candidate,
        tie: TIE_OF[candidate.reason],
        also: [],
        movesByMs: startMs === null ? null : atMs - startMs,
      };
    })
    .sort(
      (a, b) =>
        TIES.indexOf(a.tie) - TIES.indexOf(b.tie) ||
        Date.parse(a.event.time) - Date.parse(b.event.time) ||
        START_REASONS.indexOf(a.reason) - START_REASONS.indexOf(b.reason) ||
        compareText(placeOf(a), placeOf(b)),
    );
  const byPlace = new Map<string, RankedCandidate>();
  for (const candidate of ranked) {
    const known = byPlace.get(placeOf(candidate));
    if (known) known.also.push(candidate.reason);
    else byPlace.set(placeOf(candidate), candidate);
  }
  return [...byPlace.values()];
}

function placeOf({ event: { time, evidence } }: StartCandidate): string {
  return `${time} ${evidence.sha256} ${evidence.record}`;
}
