"use client";

import { memo } from "react";
import { LegendArea } from "@/components/charts/legend-mark";
import { byteScale } from "@/lib/timeline/lanes/byte-scale";
import type { Overview, Series } from "@/lib/timeline/lanes/lane.types";

export const OVERVIEW_PX = 40;

/** All the evidence in one strip: how many bytes passed, where the indicator was met, and what is not recorded. */
export const OverviewStrip = memo(function OverviewStrip({ overview }: { overview: Overview }) {
  const { span, buckets, bytes, withIndicator, gaps } = overview;
  const most = bytes.reduce<number>((max, value) => Math.max(max, value ?? 0), 1);
  const share = (ms: number) => ((ms - span.fromMs) / (span.toMs - span.fromMs)) * 100;
  const top = (value: number) => OVERVIEW_PX - (byteScale(value) / byteScale(most)) * (OVERVIEW_PX - 6);
  const bars = (series: Series) =>
    series
      .map((value, at) => {
        if (!value) return "";
        const left = Math.max(0, share(buckets.fromMs + at * buckets.bucketMs));
        const right = Math.min(100, share(buckets.fromMs + (at + 1) * buckets.bucketMs));
        return `M${left.toFixed(3)} ${OVERVIEW_PX}V${top(value).toFixed(1)}H${right.toFixed(3)}V${OVERVIEW_PX}z`;
      })
      .join("");
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
        <path d={bars(bytes)} fill="var(--other)" fillOpacity={0.7} />
        <path d={bars(withIndicator)} fill="var(--flag)" />
      </svg>
    </div>
  );
});
