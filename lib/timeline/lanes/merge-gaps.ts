import type { Gap } from "@/lib/timeline/lanes/lane.types";

/** Gaps of several logs as stretches in order that do not overlap; where they differ, "absent" is shown. */
export function mergeGaps(gaps: readonly Gap[]): Gap[] {
  const edges = [...new Set(gaps.flatMap(({ fromMs, toMs }) => [fromMs, toMs]))].sort((a, b) => a - b);
  const merged: Gap[] = [];
  for (const [index, fromMs] of edges.entries()) {
    const toMs = edges[index + 1];
    if (toMs === undefined) break;
    const over = gaps.filter((gap) => gap.fromMs <= fromMs && gap.toMs >= toMs);
    if (over.length === 0) continue;
    const state = over.some((gap) => gap.state === "absent") ? "absent" : "skipped";
    const last = merged.at(-1);
    if (last && last.toMs === fromMs && last.state === state) last.toMs = toMs;
    else merged.push({ fromMs, toMs, state });
  }
  return merged;
}
