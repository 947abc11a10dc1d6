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
import { SCALE_PX } from "@/components/charts/scale-px";
import type { Gap, LaneModel } from "@/lib/timeline/lanes/lane.types";
import { unionOf } from "@/lib/timeline/lanes/union-of";

/** A gap as wide as this has room for words. */
const WORDS_PX = 84;

export interface Scales {
  x: (ms: number) => number;
  y: (value: number) => number;
  /** Right edge of the plot. */
  right: number;
}

interface LaneChartProps {
  model: Pick<LaneModel, "view" | "window" | "findings" | "firstContactMs">;
  gaps: readonly Gap[];
  height: number;
  /** Lowest and highest value of the lane's own scale. */
  domain: [number, number];
  ticks: readonly number[];
  children: (scales: Scales) => ReactNode;
}

/** One lane: its time axis, what is shaded and hatched on it, and what `children` draws by its scales. */
export const LaneChart = memo(function LaneChart({ model, gaps, height, domain, ticks, children }: LaneChartProps) {
  const hatch = useId();
  const { view, window, findings, firstContactMs } = model;
  const outside =
    window === null
      ? []
      : [
          { fromMs: view.fromMs, toMs: window.fromMs },
          { fromMs: window.toMs, toMs: view.toMs },
        ].filter(({ fromMs, toMs }) => fromMs < toMs);
  // Behind what the lane draws; recharts would lay areas and lines over it.
  const ground = { ifOverflow: "hidden", strokeOpacity: 0, zIndex: -30 } as const;
  return (
    <ResponsiveContainer width="100%" height={height} initialDimension={{ width: 800, height }}>
      <ComposedChart data={[]} margin={{ top: 0, right: SCALE_PX, bottom: 0, left: 0 }} accessibilityLayer={false}>
        <defs>
          <pattern id={hatch} width={6} height={6} patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
            <rect width={2.5} height={6} fill="var(--hatch)" />
          </pattern>
        </defs>
        <XAxis type="number" dataKey="at" domain={[view.fromMs, view.toMs]} allowDataOverflow hide />
        <YAxis type="number" domain={domain} allowDataOverflow hide />
        {outside.map(({ fromMs, toMs }) => (
          <ReferenceArea key={fromMs} x1={fromMs} x2={toMs} fill="var(--soft)" fillOpacity={0.7} {...ground} />
        ))}
        {unionOf(findings).map(({ fromMs, toMs }) => (
          <ReferenceArea key={fromMs} x1={fromMs} x2={toMs} fill="var(--flag)" fillOpacity={0.06} {...ground} />
        ))}
        {ticks.map((at) => (
          <ReferenceLine key={at} x={at} stroke="var(--line)" strokeDasharray="2 4" ifOverflow="hidden" zIndex={-20} />
        ))}
        {gaps.map(({ fromMs, toMs }) => (
          <ReferenceArea key={fromMs} x1={fromMs} x2={toMs} fill={`url(#${hatch})`} fillOpacity={1} {...ground} />
        ))}
        <Layer>{children}</Layer>
        <GapWords gaps={gaps} view={view} />
        {firstContactMs === null ? null : <ReferenceLine x={firstContactMs} stroke="var(--flow)" ifOverflow="hidden" />}
      </ComposedChart>
    </ResponsiveContainer>
  );
});

function useScales(): Scales | null {
  const area = usePlotArea();
  const xScale = useXAxisScale();
  const yScale = useYAxisScale();
  if (!area || !xScale || !yScale) return null;
  return { x: (ms) => xScale(ms) ?? 0, y: (value) => yScale(value) ?? 0, right: area.x + area.width };
}

function Layer({ children }: Pick<LaneChartProps, "children">) {
  const scales = useScales();
  return scales && children(scales);
}

/** Says in a wide gap what its hatching means. */
function GapWords({ gaps, view }: { gaps: readonly Gap[]; view: LaneModel["view"] }) {
  const area = usePlotArea();
  const scales = useScales();
  if (!area || !scales) return null;
  return gaps.map((gap) => {
    const left = scales.x(Math.max(gap.fromMs, view.fromMs));
    const right = scales.x(Math.min(gap.toMs, view.toMs));
    if (right - left < WORDS_PX) return null;
    return (
      <text
        key={gap.fromMs}
        x={(left + right) / 2}
        y={area.y + area.height / 2 + 4}
        textAnchor="middle"
        fontSize={11}
        fill="var(--dim)"
        stroke="var(--panel)"
        strokeWidth={5}
        strokeLinejoin="round"
        paintOrder="stroke"
      >
        {gap.state === "skipped" ? "skipped by the log" : "not recorded"}
      </text>
    );
  });
}
