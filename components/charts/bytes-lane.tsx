"use client";

import { memo, useMemo } from "react";
import { LaneChart, type LaneProps, type Scales } from "@/components/charts/lane-chart";
import { bandPath, barPath, cross, marksOf } from "@/components/charts/lane-shapes";
import { USUAL_OPACITY } from "@/components/charts/usual-opacity";
import { formatBytes } from "@/components/format/format-bytes";
import { usualIn } from "@/lib/timeline/baseline/band";
import { byteScale, byteTicks } from "@/lib/timeline/lanes/byte-scale";
import type { Series } from "@/lib/timeline/lanes/lane.types";

export const BYTES_PX = 136;

const most = (...lists: readonly Series[]) => lists.flat().reduce<number>((max, value) => Math.max(max, value ?? 0), 0);

/** Bytes out above and in below; what went with the indicator stands in front, and what was refused is crossed. */
export const BytesLane = memo(function BytesLane({ model, baseline, ticks, widthPx }: LaneProps) {
  const { withOut, withIn, elseOut, elseIn, refused, gaps, doubts } = model.bytes;
  const prepared = useMemo(() => {
    const maxOut = most(withOut, elseOut);
    const maxIn = most(withIn, elseIn);
    const scaled = (values: Series, sign: 1 | -1) =>
      values.map((value) => (value === null ? null : byteScale(value * sign)));
    const marksOut = byteTicks(maxOut);
    return {
      domain: [-Math.max(byteScale(maxIn) * 1.1, 1), Math.max(byteScale(maxOut) * 1.14, 1)] as [number, number],
      marks: [
        ...byteTicks(maxIn)
          .slice(-1)
          .map((bytes) => -bytes),
        ...marksOut,
      ],
      tied: [scaled(withOut, 1), scaled(withIn, -1)],
      rest: [scaled(elseOut, 1), scaled(elseIn, -1)],
    };
  }, [withOut, withIn, elseOut, elseIn]);
  const draw = ({ x, y, right }: Scales) => {
    const paths = (lists: Series[], leastPx: number) =>
      lists.map((list) => barPath(list, model, x, y, leastPx)).join("");
    const crosses = marksOf(refused, model, x, 9)
      .map((mark) => cross(mark.x, y(0), 3))
      .join("");
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
        {prepared.marks.map((bytes) => (
          <line
            key={bytes}
            x1={0}
            x2={right}
            y1={y(byteScale(bytes))}
            y2={y(byteScale(bytes))}
            stroke="var(--line)"
            strokeDasharray="2 4"
          />
        ))}
        <path d={paths(prepared.rest, 1)} fill="var(--other)" fillOpacity={0.7} />
        <path d={paths(prepared.tied, 3)} fill="var(--flag)" />
        <line x1={0} x2={right} y1={y(0)} y2={y(0)} stroke="var(--panel)" />
        {crosses === "" ? null : (
          <>
            <path d={crosses} fill="none" stroke="var(--panel)" strokeWidth={3.5} />
            <path d={crosses} fill="none" stroke="var(--flag)" strokeWidth={1.5} />
          </>
        )}
        {prepared.marks.map((bytes) => (
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
    <LaneChart {...{ model, gaps, doubts, ticks, widthPx }} height={BYTES_PX} domain={prepared.domain}>
      {draw}
    </LaneChart>
  );
});
