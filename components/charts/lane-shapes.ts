import type { LaneModel, Series } from "@/lib/timeline/lanes/lane.types";

type Scale = (value: number) => number;
type Bars = Pick<LaneModel, "view" | "buckets">;

/**
 * One path of bars over the buckets, each from the baseline to its value; null and zero leave no bar. A value that is
 * there is never lower than `leastPx`.
 */
export function barPath(values: Series, { view, buckets }: Bars, x: Scale, y: Scale, leastPx = 1): string {
  let path = "";
  const base = y(0);
  for (const [index, value] of values.entries()) {
    if (!value) continue;
    const start = buckets.fromMs + index * buckets.bucketMs;
    const left = x(Math.max(view.fromMs, start));
    const full = x(Math.min(view.toMs, start + buckets.bucketMs)) - left;
    const width = Math.max(1, full > 40 ? full - 2 : full - 1);
    const height = Math.max(leastPx, Math.abs(y(value) - base));
    path += `M${fixed(left)} ${fixed(value > 0 ? base - height : base)}h${fixed(width)}v${fixed(height)}h${fixed(-width)}z`;
  }
  return path;
}

export interface Mark {
  x: number;
  count: number;
}

/**
 * Marks for what happened, those that would lie over each other put together with their number; each stands at the mean
 * time of what it counts.
 */
export function marksOf(values: Series, { view, buckets }: Bars, x: Scale, apartPx: number): Mark[] {
  const marks: Mark[] = [];
  const perBucket = Math.max(Number.EPSILON, x(buckets.fromMs + buckets.bucketMs) - x(buckets.fromMs));
  const together = Math.max(1, Math.ceil(apartPx / perBucket));
  for (let first = 0; first < values.length; first += together) {
    let count = 0;
    let weighted = 0;
    for (let at = first; at < Math.min(values.length, first + together); at++) {
      const value = values[at] ?? 0;
      count += value;
      weighted += value * (at + 0.5);
    }
    // The first and the last bucket may reach beyond the view.
    const mean = Math.min(view.toMs, Math.max(view.fromMs, buckets.fromMs + (weighted / count) * buckets.bucketMs));
    if (count > 0) marks.push({ x: x(mean), count });
  }
  return marks;
}

export function diamond(x: number, y: number, r: number): string {
  const d = r * 1.35;
  return `M${fixed(x)} ${fixed(y - d)}l${fixed(d)} ${fixed(d)}l${fixed(-d)} ${fixed(d)}l${fixed(-d)} ${fixed(-d)}z`;
}

export function triangle(x: number, y: number, r: number): string {
  return `M${fixed(x)} ${fixed(y - r)}l${fixed(r * 1.2)} ${fixed(r * 1.9)}h${fixed(-r * 2.4)}z`;
}

export function cross(x: number, y: number, r: number): string {
  const d = r * 0.8;
  return `M${fixed(x - d)} ${fixed(y - d)}l${fixed(2 * d)} ${fixed(2 * d)}m0 ${fixed(-2 * d)}l${fixed(-2 * d)} ${fixed(2 * d)}`;
}

function fixed(value: number): string {
  return value.toFixed(1);
}
