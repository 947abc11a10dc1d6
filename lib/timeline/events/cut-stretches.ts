import { MINUTE_MS, type MinuteCounts } from "@/lib/timeline/events/minute-counts";
import type { Piece } from "@/lib/timeline/lanes/split-at-minutes";

/**
 * Cuts a view into stretches of time with at most `most` records each, as far as counts by minute can tell: a minute that
 * has more is cut evenly. The cuts do not depend on which stretch is read first.
 */
export function cutStretches(view: Piece, counts: MinuteCounts, most: number): Piece[] {
  const { first, end } = counts.touching(view);
  const cuts: number[] = [];
  let begin = first;
  while (begin < end) {
    const full = counts.passes({ first: begin, end }, most);
    if (full === end) break;
    // The minute that is too much for the stretch begins the next one; where it is too much alone, it is cut itself.
    if (full > begin) cuts.push(counts.startOf(full));
    else cuts.push(...evenCuts(counts, full, most));
    begin = full > begin ? full : full + 1;
  }
  const borders = [...new Set(cuts)].filter((ms) => ms > view.fromMs && ms < view.toMs).sort((a, b) => a - b);
  return [view.fromMs, ...borders].map((fromMs, at) => ({ fromMs, toMs: borders[at] ?? view.toMs }));
}

/** Cuts within a minute, and behind it where another follows. */
function evenCuts(counts: MinuteCounts, number: number, most: number): number[] {
  const parts = Math.ceil(counts.records({ first: number, end: number + 1 }) / most);
  const startMs = counts.startOf(number);
  const cuts = Array.from({ length: parts - 1 }, (_, part) => startMs + Math.round(((part + 1) * MINUTE_MS) / parts));
  return number + 1 < counts.all.end ? [...cuts, counts.startOf(number + 1)] : cuts;
}
