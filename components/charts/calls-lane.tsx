"use client";

import { LaneChart } from "@/components/charts/lane-chart";
import { circle, diamond, markPath } from "@/components/charts/lane-shapes";
import type { LaneModel } from "@/lib/timeline/lanes/lane.types";

const HEIGHT = 62;

/** Role calls in three rows: allowed, denied, from elsewhere; a mark is a bucket, larger for more calls. */
export function CallsLane({ model, ticks }: { model: LaneModel; ticks: readonly number[] }) {
  const { allowed, denied, elsewhere, gaps } = model.calls;
  return (
    <LaneChart model={model} gaps={gaps} height={HEIGHT} domain={[0, 1]} ticks={ticks}>
      {({ x }) => (
        <g>
          <path d={markPath(allowed, model.buckets, x, 13, circle)} fill="var(--api)" />
          <path d={markPath(denied, model.buckets, x, 31, circle)} fill="none" stroke="var(--api)" strokeWidth={1.4} />
          <path d={markPath(elsewhere, model.buckets, x, 49, diamond)} fill="var(--flag)" />
        </g>
      )}
    </LaneChart>
  );
}
