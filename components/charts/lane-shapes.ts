import type { Buckets } from "@/lib/timeline/lanes/choose-buckets";

type Scale = (value: number) => number;

/** One path of bars over the buckets, each from the baseline to its value; null and zero leave no bar. */
export function barPath(values: readonly (number | null)[], { fromMs, bucketMs }: Buckets, x: Scale, y: Scale): string {
  let path = "";
  for (const [index, value] of values.entries()) {
    if (!value) continue;
    const left = x(fromMs + index * bucketMs);
    const full = x(fromMs + (index + 1) * bucketMs) - left;
    // Narrow bars touch: gaps between them would be all that one sees.
    const width = Math.max(1, full < 4 ? full : full - 1);
    const top = y(value);
    const base = y(0);
    // A value that is there is never too low to see.
    const height = Math.max(1, Math.abs(top - base));
    path += `M${fixed(left)} ${fixed(value > 0 ? base - height : base)}h${fixed(width)}v${fixed(height)}h${fixed(-width)}z`;
  }
  return path;
}

/** One path of marks, one a bucket with a value, in its middle. */
export function markPath(
  values: readonly (number | null)[],
  { fromMs, bucketMs }: Buckets,
  x: Scale,
  centreY: number,
  mark: (x: number, y: number, radius: number) => string,
): string {
  let path = "";
  for (const [index, value] of values.entries()) {
    if (!value) continue;
    const radius = 2.6 + Math.min(2, Math.log10(value));
    path += mark(x(fromMs + (index + 0.5) * bucketMs), centreY, radius);
  }
  return path;
}

export function circle(x: number, y: number, r: number): string {
  return `M${fixed(x - r)} ${fixed(y)}a${fixed(r)} ${fixed(r)} 0 1 0 ${fixed(2 * r)} 0a${fixed(r)} ${fixed(r)} 0 1 0 ${fixed(-2 * r)} 0z`;
}

export function diamond(x: number, y: number, r: number): string {
  const d = r * 1.35;
  return `M${fixed(x)} ${fixed(y - d)}l${fixed(d)} ${fixed(d)}l${fixed(-d)} ${fixed(d)}l${fixed(-d)} ${fixed(-d)}z`;
}

export function triangle(x: number, y: number, r: number): string {
  return `M${fixed(x)} ${fixed(y - r)}l${fixed(r * 1.2)} ${fixed(r * 1.9)}h${fixed(-r * 2.4)}z`;
}

function fixed(value: number): string {
  return value.toFixed(1);
}
