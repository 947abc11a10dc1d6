"use client";

import { memo, type ReactNode, useId } from "react";
import {
  ComposedChart,
  ReferenceArea,
  ReferenceLine,
  ResponsiveContainer,
  usePlotArea,
  useXAxisScale,
  useYAxisScale,
  XAxis,
  YAxis,
} from "recharts";
import type { LaneModel } from "@/lib/timeline/lanes/lane.types";

/** Room at the right of every lane for the marks of its scale. */
export const SCALE_PX = 58;

export interface Scales {
  x: (ms: number) => number;
  y: (value: number) => number;
  /** Right edge of the plot. */
  right: number;
}

interface LaneChartProps {
  model: Pick<LaneModel, "axis" | "window" | "firstContactMs">;
  gaps: LaneModel["bytes"]["gaps"];
  height: number;
  /** Lowest and highest value of the lane's own scale. */
  domain: [number, number];
  ticks: readonly number[];
  children: (scales: Scales) => ReactNode;
}

/** One lane: its time axis, what is shaded and hatched on it, and what `children` draws by its scales. */
export const LaneChart = memo(function LaneChart({ model, gaps, height, domain, ticks, children }: LaneChartProps) {
  const hatch = useId();
  const { axis, window, firstContactMs } = model;
  return (
    <ResponsiveContainer width="100%" height={height} initialDimension={{ width: 800, height }}>
      <ComposedChart data={[]} margin={{ top: 0, right: SCALE_PX, bottom: 0, left: 0 }} accessibilityLayer={false}>
        <defs>
          <pattern id={hatch} width={6} height={6} patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
            <rect width={3} height={6} fill="var(--hatch)" />
          </pattern>
        </defs>
        <XAxis type="number" dataKey="at" domain={[axis.fromMs, axis.toMs]} allowDataOverflow hide />
        <YAxis type="number" domain={domain} allowDataOverflow hide />
        {window ? (
          <ReferenceArea
            x1={window.fromMs}
            x2={window.toMs}
            fill="var(--flag)"
            fillOpacity={0.06}
            ifOverflow="hidden"
          />
        ) : null}
        {ticks.map((at) => (
          <ReferenceLine key={at} x={at} stroke="var(--line)" strokeDasharray="2 4" ifOverflow="hidden" />
        ))}
        {gaps.map((gap) => (
          <ReferenceArea
            key={gap.fromMs}
            x1={gap.fromMs}
            x2={gap.toMs}
            fill={`url(#${hatch})`}
            fillOpacity={1}
            ifOverflow="hidden"
          />
        ))}
        <Layer>{children}</Layer>
        {firstContactMs === null ? null : <ReferenceLine x={firstContactMs} stroke="var(--flow)" ifOverflow="hidden" />}
      </ComposedChart>
    </ResponsiveContainer>
  );
});

function Layer({ children }: Pick<LaneChartProps, "children">) {
  const area = usePlotArea();
  const xScale = useXAxisScale();
  const yScale = useYAxisScale();
  if (!area || !xScale || !yScale) return null;
  return children({ x: (ms) => xScale(ms) ?? 0, y: (value) => yScale(value) ?? 0, right: area.x + area.width });
}
