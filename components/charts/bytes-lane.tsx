"use client";

import { memo } from "react";
import { LaneChart, type LaneProps } from "@/components/charts/lane-chart";
import { laneScales, type Scales } from "@/components/charts/lane-scales";
import { bandPath, barPath, cross, marksOf } from "@/components/charts/lane-shapes";
import { USUAL_OPACITY } from "@/components/charts/usual-opacity";
import { formatBytes } from "@/components/format/format-bytes";
import { keptFor } from "@/lib/core/kept-for";
import { usualIn } from "@/lib/timeline/baseline/band";
import { byteScale, byteTicks } from "@/lib/timeline/lanes/byte-scale";
import type { LaneModel, Series } from "@/lib/timeline/lanes/lane.types";

export const BYTES_PX = 136;

const most = (...lists: readonly Series[]) => lists.flat().reduce<number>((max, value) => Math.max(max, value ?? 0), 0);

/** What does not depend on who looks: drawn once for the lanes of a page that many open. */
const drawingOf = keptFor((model: LaneModel, widthPx: number) => {
  const { withOut, withIn, elseOut, elseIn, refused } = model.bytes;
  const maxOut = most(withOut, elseOut);
  const maxIn = most(withIn, elseIn);
  const lowest = byteTicks(maxIn).at(-1);
  const domain: [number, number] = [-Math.max(byteScale(maxIn) * 1.1, 1), Math.max(byteScale(maxOut) * 1.14, 1)];
  const { x, y } = laneScales(model, widthPx, BYTES_PX, domain);
  const bars = (values: Series, sign: 1 | -1, leastPx: number) => {
    const scaled = values.map((value) => (value === null ? null : byteScale(value * sign)));
    return barPath(scaled, model, x, y, leastPx);
  };
  return {
    domain,
    marks: [...(lowest === undefined ? [] : [-lowest]), ...byteTicks(maxOut)],
    tied: bars(withOut, 1, 3) + bars(withIn, -1, 3),
    rest: bars(elseOut, 1, 1) + bars(elseIn, -1, 1),
    crosses: marksOf(refused, model, x, 9)
      .map((mark) => cross(mark.x, y(0), 3))
      .join(""),
  };
});

/** Bytes out above and in below; what went with the indicator stands in front, and what was refused is crossed. */
export const BytesLane = memo(function BytesLane({ model, baseline, ticks, widthPx }: LaneProps) {
  const { gaps, doubts } = model.bytes;
  const { domain, marks, tied, rest, crosses } = drawingOf(model, widthPx);
  const draw = ({ x, y, right }: Scales) => {
    const usual = (measure: "bytesOut" | "bytesIn", sign: 1 | -1) =>
      bandPath(
        model,
        (piece) => usualIn(baseline, measure, piece),
        x,
        (bytes) => y(byteScale(sign * bytes)),
        BYTES_PX,
      );
    return (
      <g>
        <path d={usual("bytesOut", 1) + usual("bytesIn", -1)} fill="var(--text)" fillOpacity={USUAL_OPACITY} />
        <path
          d={marks.map((bytes) => `M0 ${y(byteScale(bytes))}H${right}`).join("")}
          stroke="var(--line)"
          strokeDasharray="2 4"
        />
        <path d={rest} fill="var(--other)" fillOpacity={0.7} />
        <path d={tied} fill="var(--flag)" />
        <line x1={0} x2={right} y1={y(0)} y2={y(0)} stroke="var(--panel)" />
        {crosses === "" ? null : (
          <>
            <path d={crosses} fill="none" stroke="var(--panel)" strokeWidth={3.5} />
            <path d={crosses} fill="none" stroke="var(--flag)" strokeWidth={1.5} />
          </>
        )}
        {marks.map((bytes) => (
          <text
            key={bytes}
            x={right + 6}
            y={y(byteScale(bytes)) + 3.5}
            fontSize={10.5}
            fill="var(--faint)"
            style={{ fontFamily: "var(--font-mono)" }}
          >
            {formatBytes(Math.abs(bytes)).replace(".0", "")}
          </text>
        ))}
      </g>
    );
  };
  return (
    <LaneChart {...{ model, gaps, doubts, domain, ticks, widthPx }} height={BYTES_PX}>
      {draw}
    </LaneChart>
  );
});
