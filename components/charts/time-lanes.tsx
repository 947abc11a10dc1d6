"use client";

import { useMemo } from "react";
import { BytesLane } from "@/components/charts/bytes-lane";
import { CallsLane } from "@/components/charts/calls-lane";
import { SCALE_PX } from "@/components/charts/lane-chart";
import { LanePointer } from "@/components/charts/lane-pointer";
import { LegendMark } from "@/components/charts/legend-mark";
import { LookupsLane } from "@/components/charts/lookups-lane";
import { TimeAxis } from "@/components/charts/time-axis";
import { SourceSquare } from "@/components/ui/source-square";
import type { LaneModel } from "@/lib/timeline/lanes/lane.types";
import { timeTicks } from "@/lib/timeline/lanes/time-ticks";

const LABEL = "w-[96px] shrink-0 px-3 pt-2 text-sm sm:w-[132px] sm:pl-3.5";

/** Draws the three lanes of an instance on one time axis; each chart's numbers are in the table that follows the lanes. */
export default function TimeLanes({
  model,
  onPoint,
  onZoom,
}: {
  model: LaneModel;
  /** The bucket under the pointer, null when it is elsewhere. */
  onPoint: (bucket: number | null) => void;
  onZoom: (fromMs: number, toMs: number) => void;
}) {
  const ticks = useMemo(() => timeTicks(model.axis), [model.axis]);
  return (
    <div className="relative" aria-hidden="true">
      <div className="flex border-line border-b">
        <div className={LABEL}>
          <div className="flex items-center gap-2 font-medium">
            <SourceSquare of="flow" />
            Bytes
          </div>
          <div className="mt-0.5 text-faint text-xs">
            out above, in below
            <br />
            log scale
          </div>
        </div>
        <div className="min-w-0 grow">
          <BytesLane model={model} ticks={ticks} />
        </div>
      </div>
      <div className="flex border-line border-b">
        <div className={LABEL}>
          <div className="flex items-center gap-2 font-medium">
            <SourceSquare of="dns" />
            Lookups
          </div>
          <div className="mt-0.5 text-faint text-xs">
            cache misses only
            <br />
            <LegendMark of="triangle" /> gave the address
          </div>
        </div>
        <div className="min-w-0 grow">
          <LookupsLane model={model} ticks={ticks} />
        </div>
      </div>
      <div className="flex">
        <div className={LABEL}>
          <div className="flex items-center gap-2 font-medium">
            <SourceSquare of="api" />
            Role calls
          </div>
          <div className="mt-0.5 text-faint text-xs">
            <LegendMark of="disc" /> allowed <LegendMark of="ring" /> denied
            <br />
            <LegendMark of="diamond" /> from elsewhere
          </div>
        </div>
        <div className="min-w-0 grow pb-5">
          <CallsLane model={model} ticks={ticks} />
        </div>
      </div>
      <div className="pointer-events-none absolute inset-y-0 left-[96px] sm:left-[132px]" style={{ right: SCALE_PX }}>
        <TimeAxis axis={model.axis} ticks={ticks} />
        <LanePointer model={model} onPoint={onPoint} onZoom={onZoom} />
      </div>
    </div>
  );
}
