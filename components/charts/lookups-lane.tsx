"use client";

import { memo } from "react";
import { LaneChart, type LaneProps } from "@/components/charts/lane-chart";
import { laneScales } from "@/components/charts/lane-scales";
import { bandPath, barPath, marksOf, triangle } from "@/components/charts/lane-shapes";
import { USUAL_OPACITY } from "@/components/charts/usual-opacity";
import { formatCount } from "@/components/format/format-count";
import { keptFor } from "@/lib/core/kept-for";
import { usualIn } from "@/lib/timeline/baseline/band";
import type { LaneModel } from "@/lib/timeline/lanes/lane.types";

export const LOOKUPS_PX = 66;

/** What does not depend on who looks: drawn once for the lanes of a page that many open. */
const drawingOf = keptFor((model: LaneModel, widthPx: number) => {
  const { queries, toIndicator } = model.lookups;
  const most = queries.reduce<number>((max, value) => Math.max(max, value ?? 0), 0);
  const domain: [number, number] = [0, Math.max(1, most) * 1.5];
  const { x, y } = laneScales(model, widthPx, LOOKUPS_PX, domain);
  return {
    ...{ most, domain, all: barPath(queries, model, x, y), tied: barPath(toIndicator, model, x, y, 4) },
    triangles: marksOf(toIndicator, model, x, 8)
      .map((mark) => triangle(mark.x, 10, 3.4))
      .join(""),
  };
});

/** Lookups in each bucket; marked where an answer was the indicator. */
export const LookupsLane = memo(function LookupsLane({ model, baseline, ticks, widthPx }: LaneProps) {
  const { most, domain, all, tied, triangles } = drawingOf(model, widthPx);
  return (
    <LaneChart
      model={model}
      gaps={model.lookups.gaps}
      height={LOOKUPS_PX}
      domain={domain}
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
          <path d={all} fill="var(--dns)" fillOpacity={0.6} />
          <path d={tied} fill="var(--flag)" />
          <path d={triangles} fill="var(--flag)" />
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
