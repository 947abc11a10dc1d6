import { keptFor } from "@/lib/core/kept-for";
import { type Buckets, chooseBuckets } from "@/lib/timeline/lanes/choose-buckets";
import type { LaneModel, Series } from "@/lib/timeline/lanes/lane.types";

/** The narrowest bar that still shows as one beside its neighbours, its gap included. */
export const BAR_PX = 4;

/**
 * The same lanes in buckets wide enough to draw on `widthPx`: neighbours are added up, so that no number is lost. A
 * bucket is unknown only where all of its parts are. The same model for the same lanes and width.
 */
export const fitLanes = keptFor((model: LaneModel, widthPx: number): LaneModel => {
  const { view, buckets, bytes, lookups, calls } = model;
  const wide = chooseBuckets(view.fromMs, view.toMs, Math.floor(widthPx / BAR_PX), buckets.bucketMs);
  if (wide.bucketMs === buckets.bucketMs) return model;
  const sum = (series: Series) => addUp(series, buckets, wide);
  return {
    ...model,
    buckets: wide,
    bytes: {
      ...{ withOut: sum(bytes.withOut), withIn: sum(bytes.withIn), refused: sum(bytes.refused) },
      ...{ elseOut: sum(bytes.elseOut), elseIn: sum(bytes.elseIn), gaps: bytes.gaps, doubts: bytes.doubts },
    },
    lookups: { ...lookups, queries: sum(lookups.queries), toIndicator: sum(lookups.toIndicator) },
    calls: { ...calls, allowed: sum(calls.allowed), denied: sum(calls.denied), elsewhere: sum(calls.elsewhere) },
  };
});

function addUp(series: Series, from: Buckets, to: Buckets): Series {
  const sums: Series = new Array<number | null>(to.count).fill(null);
  for (const [index, value] of series.entries()) {
    if (value === null) continue;
    const at = Math.floor((from.fromMs + index * from.bucketMs - to.fromMs) / to.bucketMs);
    sums[at] = (sums[at] ?? 0) + value;
  }
  return sums;
}
