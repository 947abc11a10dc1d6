"use client";

import { memo } from "react";
import { LaneChart, type LaneProps } from "@/components/charts/lane-chart";
import { bandPath, barPath, marksOf, triangle } from "@/components/charts/lane-shapes";
import { USUAL_OPACITY } from "@/components/charts/usual-opacity";
import { formatCount } from "@/components/format/format-count";
import { usualIn } from "@/lib/timeline/baseline/band";

export const LOOKUPS_PX = 66;

/** Lookups in each bucket; marked where an answer was the indicator. */
export const LookupsLane = memo(function LookupsLane({ model, baseline, ticks, widthPx }: LaneProps) {
  const { queries, toIndicator, gaps } = model.lookups;
  const most = queries.reduce<number>((max, value) => Math.max(max, value ?? 0), 0);
  return (
    <LaneChart
      model={model}
      gaps={gaps}
      height={LOOKUPS_PX}
      domain={[0, Math.max(1, most) * 1.5]}
      ticks={ticks}
      widthPx={widthPx}
    >
      {({ x, y, right }) => (
        <g>
          <path
            d={bandPath(model, (piece) => usualIn(baseline, "lookups", piece), x, y, LOOKUPS_PX)}
            fill="var(--text)"
            fillOpacity={USUAL_OPACITY}
          />
          <path d={barPath(queries, model, x, y)} fill="var(--dns)" fillOpacity={0.6} />
          <path d={barPath(toIndicator, model, x, y, 4)} fill="var(--flag)" />
          <path
            d={marksOf(toIndicator, model, x, 8)
              .map((mark) => triangle(mark.x, 10, 3.4))
              .join("")}
            fill="var(--flag)"
          />
          {most > 0 ? (
            <text
              x={right + 6}
              y={y(most) + 3.5}
              fontSize={10.5}
              fill="var(--faint)"
              style={{ fontFamily: "var(--font-mono)" }}
            >
              {formatCount(most)}
            </text>
          ) : null}
        </g>
      )}
    </LaneChart>
  );
});
