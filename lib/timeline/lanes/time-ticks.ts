import type { Piece } from "@/lib/timeline/lanes/split-at-minutes";

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const STEPS = [
  ...[1, 2, 5, 10, 15, 30].map((count) => count * 1000),
  ...[1, 2, 5, 10, 15, 30].map((count) => count * MINUTE),
  ...[1, 2, 3, 6, 12].map((count) => count * HOUR),
  ...[1, 2, 5, 10, 20, 50, 100, 200, 500, 1000].map((count) => count * DAY),
];

/** Round times inside a view to write at its axis: `most` at most. */
export function timeTicks({ fromMs, toMs }: Piece, most = 8): number[] {
  const length = toMs - fromMs;
  const step = STEPS.find((ms) => length / ms <= most) ?? Math.ceil(length / most / DAY) * DAY;
  const ticks: number[] = [];
  for (let at = Math.ceil(fromMs / step) * step; at < toMs; at += step) ticks.push(at);
  return ticks.slice(0, most);
}
