"use client";

import { memo, type ReactNode, useId } from "react";
import { Layer, Surface } from "recharts";
import { SCALE_PX } from "@/components/charts/scale-px";
import type { Baseline } from "@/lib/timeline/baseline/baseline.types";
import type { Gap, LaneModel } from "@/lib/timeline/lanes/lane.types";
import type { Piece } from "@/lib/timeline/lanes/split-at-minutes";
import { unionOf } from "@/lib/timeline/lanes/union-of";

/** A gap as wide as this has room for words. */
const WORDS_PX = 84;

export interface Scales {
  x: (ms: number) => number;
  y: (value: number) => number;
  /** Right edge of the plot. */
  right: number;
}

/** What every lane is drawn by. */
export interface LaneProps {
  model: LaneModel;
  /** What was usual before, drawn behind the bars. */
  baseline: Baseline;
  /** Moments to mark on the time axis. */
  ticks: readonly number[];
  /** Of the plot. */
  widthPx: number;
}

interface LaneChartProps extends Omit<LaneProps, "baseline"> {
  gaps: readonly Gap[];
  height: number;
  /** Lowest and highest value of the lane's own scale. */
  domain: [number, number];
  children: (scales: Scales) => ReactNode;
}

/**
 * One lane: its time axis, what is shaded and hatched on it, and what `children` draws by its scales. Of recharts only
 * its parts for drawing are taken: a chart of it would be a third of the page's script, and nothing before that runs.
 */
export const LaneChart = memo(function LaneChart(props: LaneChartProps) {
  const { model, ticks, widthPx, gaps, height, domain, children } = props;
  const hatch = useId();
  const { view, window, findings, firstContactMs } = model;
  const [least, most] = domain;
  const x = (ms: number) => ((ms - view.fromMs) / (view.toMs - view.fromMs)) * widthPx;
  const y = (value: number) => height - ((value - least) / (most - least)) * height;
  const seen = (pieces: readonly Piece[]) =>
    pieces.filter(({ fromMs, toMs }) => fromMs < view.toMs && toMs > view.fromMs);
  const area = ({ fromMs, toMs }: Piece) => {
    const left = x(Math.max(fromMs, view.fromMs));
    return { key: fromMs, x: left, width: x(Math.min(toMs, view.toMs)) - left, height };
  };
  const outside =
    window === null
      ? []
      : [
          { fromMs: view.fromMs, toMs: window.fromMs },
          { fromMs: window.toMs, toMs: view.toMs },
        ];
  return (
    // Until its width is known it is stretched to its room, so that nothing moves.
    <Surface
      width="100%"
      height={height}
      viewBox={{ x: 0, y: 0, width: widthPx + SCALE_PX, height }}
      preserveAspectRatio="none"
      className="block"
    >
      <defs>
        <pattern id={hatch} width={6} height={6} patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
          <rect width={2.5} height={6} fill="var(--hatch)" />
        </pattern>
      </defs>
      <Layer>
        {seen(outside).map((piece) => {
          const { key, ...place } = area(piece);
          return <rect key={key} {...place} fill="var(--soft)" fillOpacity={0.7} />;
        })}
        {seen(unionOf(findings)).map((piece) => {
          const { key, ...place } = area(piece);
          return <rect key={key} {...place} fill="var(--flag)" fillOpacity={0.06} />;
        })}
        {ticks.map((at) => (
          <line key={at} x1={x(at)} x2={x(at)} y2={height} stroke="var(--line)" strokeDasharray="2 4" />
        ))}
        {seen(gaps).map((piece) => {
          const { key, ...place } = area(piece);
          return <rect key={key} {...place} fill={`url(#${hatch})`} />;
        })}
      </Layer>
      <Layer>{children({ x, y, right: widthPx })}</Layer>
      <Layer>
        {gaps.map((gap) => {
          const { key, ...place } = area(gap);
          return place.width < WORDS_PX ? null : <GapWords key={key} gap={gap} {...place} />;
        })}
        {firstContactMs === null || firstContactMs < view.fromMs || firstContactMs >= view.toMs ? null : (
          <line x1={x(firstContactMs)} x2={x(firstContactMs)} y2={height} stroke="var(--flow)" strokeWidth={1.5} />
        )}
      </Layer>
    </Surface>
  );
});

/** Says in a wide gap what its hatching means. */
function GapWords({ gap, x, width, height }: { gap: Gap; x: number; width: number; height: number }) {
  return (
    <text
      x={x + width / 2}
      y={height / 2 + 4}
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
}
