"use client";

import { memo } from "react";
import { BYTES_PX, BytesLane } from "@/components/charts/bytes-lane";
import { CALLS_PX, CallsLane } from "@/components/charts/calls-lane";
import type { LaneProps } from "@/components/charts/lane-chart";
import { LaneRow } from "@/components/charts/lane-row";
import { LegendMark } from "@/components/charts/legend-mark";
import { LOOKUPS_PX, LookupsLane } from "@/components/charts/lookups-lane";
import { formatDuration } from "@/components/format/format-time";
import { usualCount } from "@/components/format/usual-range";
import { SourceSquare } from "@/components/ui/source-square";
import { usualIn } from "@/lib/timeline/baseline/band";

/** The calls' lane has no height to draw a band on: it is said instead. */
function UsualCalls({ model: { buckets }, baseline }: LaneProps) {
  const { fromMs, bucketMs } = buckets;
  const usual = usualIn(baseline, "calls", { fromMs, toMs: fromMs + bucketMs });
  if (!usual || baseline.measures.calls.byHour) return null;
  return (
    <>
      <br />
      usual {usualCount(usual)} a bar
    </>
  );
}

/** Draws the three lanes of an instance on one time axis; each chart's numbers are in the table that follows the lanes. */
export const TimeLanes = memo(function TimeLanes(props: LaneProps) {
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
            {formatDuration(props.model.buckets.bucketMs)} a bar, log
            <br />
            <LegendMark of="cross" /> refused
          </>
        }
      >
        <div style={{ height: BYTES_PX }}>
          <BytesLane {...props} />
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
          <LookupsLane {...props} />
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
            <UsualCalls {...props} />
          </>
        }
      >
        <div style={{ height: CALLS_PX }}>
          <CallsLane {...props} />
        </div>
      </LaneRow>
    </div>
  );
});
