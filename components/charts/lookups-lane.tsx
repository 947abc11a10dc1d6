"use client";

import { LaneChart } from "@/components/charts/lane-chart";
import { barPath, markPath, triangle } from "@/components/charts/lane-shapes";
import { formatCount } from "@/components/format/format-count";
import type { LaneModel } from "@/lib/timeline/lanes/lane.types";

const HEIGHT = 64;

/** Lookups in each bucket; marked where an answer was the indicator. */
export function LookupsLane({ model, ticks }: { model: LaneModel; ticks: readonly number[] }) {
  const { queries, toIndicator, gaps } = model.lookups;
  const most = queries.reduce<number>((max, value) => Math.max(max, value ?? 0), 0);
  return (
    <LaneChart model={model} gaps={gaps} height={HEIGHT} domain={[0, Math.max(1, most) * 1.7]} ticks={ticks}>
      {({ x, y, right }) => (
        <g>
          <path
            d={barPath(queries, model.buckets, x, y)}
            fill="var(--dns)"
            fillOpacity={0.65}
            shapeRendering="crispEdges"
          />
          <path d={markPath(toIndicator, model.buckets, x, 10, triangle)} fill="var(--flag)" />
          {most > 0 ? (
            <text x={right + 6} y={12} fontSize={10.5} fill="var(--faint)" style={{ fontFamily: "var(--font-mono)" }}>
              most {formatCount(most)}
            </text>
          ) : null}
        </g>
      )}
    </LaneChart>
  );
}
