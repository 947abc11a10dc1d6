import type { LaneModel, Series } from "@/lib/timeline/lanes/lane.types";
import type { Piece } from "@/lib/timeline/lanes/split-at-minutes";

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

/**
 * One path of what was usual over the buckets, as `of` has it for a bucket's piece of time. Neighbours that are alike are
 * one piece. Values are turned into places by `y`; what lies beyond the chart is cut.
 */
export function bandPath(
  { view, buckets }: Bars,
  of: (piece: Piece) => { low: number; high: number } | null,
  x: Scale,
  y: Scale,
  heightPx: number,
): string {
  let path = "";
  let open: { left: number; top: number; bottom: number } | null = null;
  const close = (right: number) => {
    if (open)
      path += `M${fixed(open.left)} ${fixed(open.top)}H${fixed(right)}V${fixed(open.bottom)}H${fixed(open.left)}z`;
    open = null;
  };
  const cut = (place: number) => Math.min(heightPx, Math.max(0, place));
  for (let at = 0; at < buckets.count; at++) {
    const fromMs = buckets.fromMs + at * buckets.bucketMs;
    const left = x(Math.max(view.fromMs, fromMs));
    const usual = of({ fromMs, toMs: fromMs + buckets.bucketMs });
    const [one, other] = usual ? [cut(y(usual.high)), cut(y(usual.low))] : [0, 0];
    const next = usual && { left, top: Math.min(one, other), bottom: Math.max(one, other, Math.min(one, other) + 1) };
    const before: { top: number; bottom: number } | null = open;
    if (before && next && before.top === next.top && before.bottom === next.bottom) continue;
    close(left);
    open = next;
  }
  close(x(view.toMs));
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
  for (const [at, count] of values.entries()) {
    if (!count) continue;
    const middle = buckets.fromMs + (at + 0.5) * buckets.bucketMs;
    // The first and the last bucket may reach beyond the view.
    const place = x(Math.min(view.toMs, Math.max(view.fromMs, middle)));
    const last = marks.at(-1);
    if (last && place - last.x < apartPx) {
      last.x = (last.x * last.count + place * count) / (last.count + count);
      last.count += count;
    } else marks.push({ x: place, count });
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
