import type { SeenHistory } from "@/lib/timeline/first-seen/first-seen.types";
import type { Gap } from "@/lib/timeline/lanes/lane.types";

const DAY_MS = 86_400_000;
const HOUR_MS = 3_600_000;

/** Records of one source and instance by hour, and when that source did not tell. */
export interface HourlyRecords {
  /** By number of the hour since the epoch. */
  hours: ReadonlyMap<number, number>;
  gaps: readonly Gap[];
}

/** Recorded time and records before a moment: whole hours before its own, from the first record on, gaps taken out. */
export function historyBefore({ hours, gaps }: HourlyRecords, atMs: number): SeenHistory {
  const end = Math.floor(atMs / HOUR_MS);
  let [events, first] = [0, end];
  for (const [hour, records] of hours) {
    if (hour >= end || records === 0) continue;
    events += records;
    first = Math.min(first, hour);
  }
  const [fromMs, toMs] = [first * HOUR_MS, end * HOUR_MS];
  const silentMs = gaps.reduce(
    (sum, gap) => sum + Math.max(0, Math.min(gap.toMs, toMs) - Math.max(gap.fromMs, fromMs)),
    0,
  );
  return { days: Math.max(0, toMs - fromMs - silentMs) / DAY_MS, events };
}
