"use client";

import { memo } from "react";
import { LegendArea } from "@/components/charts/legend-mark";
import { keptFor } from "@/lib/core/kept-for";
import { byteScale } from "@/lib/timeline/lanes/byte-scale";
import type { Overview, Series } from "@/lib/timeline/lanes/lane.types";
import type { Piece } from "@/lib/timeline/lanes/split-at-minutes";

export const OVERVIEW_PX = 40;

const shareOf = (ms: number, { fromMs, toMs }: Piece) => ((ms - fromMs) / (toMs - fromMs)) * 100;

/** Drawn once: a page is written for many. */
const barsOf = keptFor(({ span, buckets, bytes, withIndicator }: Overview, heightPx: number) => {
  const most = bytes.reduce<number>((max, value) => Math.max(max, value ?? 0), 1);
  const top = (value: number) => heightPx - (byteScale(value) / byteScale(most)) * (heightPx - 6);
  const bars = (series: Series) =>
    series
      .map((value, at) => {
        if (!value) return "";
        const left = Math.max(0, shareOf(buckets.fromMs + at * buckets.bucketMs, span));
        const right = Math.min(100, shareOf(buckets.fromMs + (at + 1) * buckets.bucketMs, span));
        return `M${left.toFixed(3)} ${heightPx}V${top(value).toFixed(1)}H${right.toFixed(3)}V${heightPx}z`;
      })
      .join("");
  return { all: bars(bytes), tied: bars(withIndicator) };
});

/** All the evidence in one strip: how many bytes passed, where the indicator was met, and what is not recorded. */
export const OverviewStrip = memo(function OverviewStrip({ overview }: { overview: Overview }) {
  const { span, gaps } = overview;
  const share = (ms: number) => shareOf(ms, span);
  const bars = barsOf(overview, OVERVIEW_PX);
  return (
    <div className="absolute inset-0" aria-hidden="true">
      {gaps.map(({ fromMs, toMs }) => (
        <LegendArea
          key={fromMs}
          of="gap"
          place={{ left: `${share(fromMs)}%`, width: `${share(toMs) - share(fromMs)}%` }}
        />
      ))}
      <svg
        className="absolute inset-0 size-full"
        viewBox={`0 0 100 ${OVERVIEW_PX}`}
        preserveAspectRatio="none"
        aria-hidden="true"
      >
        <path d={bars.all} fill="var(--other)" fillOpacity={0.7} />
        <path d={bars.tied} fill="var(--flag)" />
      </svg>
    </div>
  );
});
