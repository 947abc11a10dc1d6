"use client";

import { BYTES_PX, BytesLane } from "@/components/charts/bytes-lane";
import { CALLS_PX, CallsLane } from "@/components/charts/calls-lane";
import { LaneRow } from "@/components/charts/lane-row";
import { LegendMark } from "@/components/charts/legend-mark";
import { LOOKUPS_PX, LookupsLane } from "@/components/charts/lookups-lane";
import { formatDuration } from "@/components/format/format-time";
import { SourceSquare } from "@/components/ui/source-square";
import type { LaneModel } from "@/lib/timeline/lanes/lane.types";

/** Draws the three lanes of an instance on one time axis; each chart's numbers are in the table that follows the lanes. */
export default function TimeLanes({ model, ticks }: { model: LaneModel; ticks: readonly number[] }) {
  return (
    <div aria-hidden="true" className="divide-y divide-line">
      <LaneRow
        name={
          <>
            <SourceSquare of="flow" />
            Bytes
          </>
        }
        notes={
          <>
            out above, in below
            <br />
            {formatDuration(model.buckets.bucketMs)} a bar, log
            <br />
            <LegendMark of="cross" /> refused
          </>
        }
      >
        <div style={{ height: BYTES_PX }}>
          <BytesLane model={model} ticks={ticks} />
        </div>
      </LaneRow>
      <LaneRow
        name={
          <>
            <SourceSquare of="dns" />
            Lookups
          </>
        }
        notes={
          <>
            cache misses only
            <br />
            <LegendMark of="triangle" /> gave the address
          </>
        }
      >
        <div style={{ height: LOOKUPS_PX }}>
          <LookupsLane model={model} ticks={ticks} />
        </div>
      </LaneRow>
      <LaneRow
        name={
          <>
            <SourceSquare of="api" />
            Role calls
          </>
        }
        notes={
          <>
            <LegendMark of="disc" /> allowed <LegendMark of="ring" /> denied
            <br />
            <LegendMark of="diamond" /> from elsewhere
          </>
        }
      >
        <div style={{ height: CALLS_PX }}>
          <CallsLane model={model} ticks={ticks} />
        </div>
      </LaneRow>
    </div>
  );
}
