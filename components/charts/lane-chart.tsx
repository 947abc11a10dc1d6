"use client";

import { memo, type ReactNode, useId } from "react";
import { Layer, Surface } from "recharts";
import { DOUBT_WORDS } from "@/components/charts/doubt-words";
import { laneScales, type Scales } from "@/components/charts/lane-scales";
import { SCALE_PX } from "@/components/charts/scale-px";
import type { Baseline } from "@/lib/timeline/baseline/baseline.types";
import type { Doubt, Gap, LaneModel } from "@/lib/timeline/lanes/lane.types";
import type { Piece } from "@/lib/timeline/lanes/split-at-minutes";
import { unionOf } from "@/lib/timeline/lanes/union-of";

/** A gap as wide as this has room for words. */
const WORDS_PX = 84;
const LETTER_PX = 6.5;

/** What is left out is hatched at the foot of its lane alone: what was recorded stands above. */
const DOUBT_PLACES: Record<Doubt["of"], (height: number) => { y: number; height: number }> = {
  refused: (height) => ({ y: height - 12, height: 12 }),
  digests: (height) => ({ y: 0, height }),
};

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
  doubts?: readonly Doubt[];
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
  const { model, ticks, widthPx, gaps, doubts = [], height, domain, children } = props;
  const hatch = useId();
  const { view, window, findings, firstContactMs } = model;
  const scales = laneScales(model, widthPx, height, domain);
  const { x } = scales;
  const seen = <Seen extends Piece>(pieces: readonly Seen[]) =>
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
        <path d={ticks.map((at) => `M${x(at)} 0V${height}`).join("")} stroke="var(--line)" strokeDasharray="2 4" />
        {seen(gaps).map((piece) => {
          const { key, ...place } = area(piece);
          return <rect key={key} {...place} fill={`url(#${hatch})`} />;
        })}
        {seen(doubts).map((piece) => {
          const { key, ...place } = area(piece);
          return <rect key={key} {...place} {...DOUBT_PLACES[piece.of](height)} fill={`url(#${hatch})`} />;
        })}
      </Layer>
      <Layer>{children(scales)}</Layer>
      <Layer>
        {gaps.map((gap) => {
          const { key, ...place } = area(gap);
          const words = gap.state === "skipped" ? "skipped by the log" : "not recorded";
          return place.width < WORDS_PX ? null : <GapWords key={key} words={words} {...place} />;
        })}
        {seen(doubts).map((doubt) => {
          const { key, ...place } = area(doubt);
          const words = DOUBT_WORDS[doubt.of];
          return place.width < words.length * LETTER_PX ? null : (
            <GapWords key={key} words={words} {...place} {...DOUBT_PLACES[doubt.of](height)} />
          );
        })}
        {firstContactMs === null || firstContactMs < view.fromMs || firstContactMs >= view.toMs ? null : (
          <line x1={x(firstContactMs)} x2={x(firstContactMs)} y2={height} stroke="var(--flow)" strokeWidth={1.5} />
        )}
      </Layer>
    </Surface>
  );
});

/** Says in a wide gap what its hatching means. */
function GapWords({
  words,
  x,
  y = 0,
  width,
  height,
}: {
  words: string;
  x: number;
  y?: number;
  width: number;
  height: number;
}) {
  return (
    <text
      x={x + width / 2}
      y={y + height / 2 + 4}
      textAnchor="middle"
      fontSize={11}
      fill="var(--dim)"
      stroke="var(--panel)"
      strokeWidth={5}
      strokeLinejoin="round"
      paintOrder="stroke"
    >
      {words}
    </text>
  );
}
