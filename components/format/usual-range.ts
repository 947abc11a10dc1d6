import { formatBytes } from "@/components/format/format-bytes";
import { formatCount } from "@/components/format/format-count";
import type { MeasureName } from "@/lib/timeline/baseline/baseline.types";

interface Range {
  low: number;
  high: number;
}

function range(low: string, high: string): string {
  return low === high ? low : `${low} to ${high}`;
}

/** `0 to 3`: whole counts that lie within; where none does, the range itself. */
export function usualCount({ low, high }: Range): string {
  const [least, most] = [Math.ceil(low), Math.floor(high)];
  return least > most ? range(low.toFixed(1), high.toFixed(1)) : range(formatCount(least), formatCount(most));
}

/** The same of a measure in its own unit. */
export function usualRange(measure: MeasureName, usual: Range): string {
  if (measure === "lookups" || measure === "calls") return usualCount(usual);
  return range(formatBytes(Math.round(usual.low)), formatBytes(Math.round(usual.high)));
}
