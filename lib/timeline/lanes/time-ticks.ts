import type { Piece } from "@/lib/timeline/lanes/split-at-minutes";

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const STEPS = [
  ...[1, 2, 5, 10, 15, 30].map((count) => count * 1000),
  ...[1, 2, 5, 10, 15, 30].map((count) => count * MINUTE),
  ...[1, 2, 3, 6, 12].map((count) => count * HOUR),
  ...[1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000, 10_000].map((count) => count * DAY),
];

/** Minutes that a zone's clocks are ahead of UTC at a moment. */
export type OffsetMinutes = (ms: number) => number;

/** Moments inside a view to write at its axis, `most` at most, at which the clocks of a zone show round times. */
export function timeTicks(view: Piece, most: number, offsetMinutes: OffsetMinutes): number[] {
  for (const step of STEPS) {
    if ((view.toMs - view.fromMs) / step > most + 1) continue;
    const ticks = ticksEvery(step, view, offsetMinutes);
    if (ticks.length <= most) return ticks;
  }
  return [];
}

/** Where the zone's clocks show a multiple of `step`: twice for an hour that they repeat, never for one they leave out. */
function ticksEvery(step: number, { fromMs, toMs }: Piece, offsetMinutes: OffsetMinutes): number[] {
  const shown = (ms: number) => ms + offsetMinutes(ms) * MINUTE;
  const ticks = new Set<number>();
  // Clocks differ from UTC by less than a day, and change by hours: a step more on either side misses nothing.
  const last = shown(toMs) + 3 * HOUR;
  for (let clock = Math.floor((shown(fromMs) - 3 * HOUR) / step) * step; clock <= last; clock += step) {
    for (const offset of new Set([offsetMinutes(clock - DAY), offsetMinutes(clock + DAY)])) {
      const at = clock - offset * MINUTE;
      if (shown(at) === clock && at >= fromMs && at < toMs) ticks.add(at);
    }
  }
  return [...ticks].sort((a, b) => a - b);
}
