"use client";

import { useMemo } from "react";
import { LaneChart, type Scales } from "@/components/charts/lane-chart";
import { barPath } from "@/components/charts/lane-shapes";
import { formatBytes } from "@/components/format/format-bytes";
import { byteScale, byteTicks } from "@/lib/timeline/lanes/byte-scale";
import type { LaneModel } from "@/lib/timeline/lanes/lane.types";

const HEIGHT = 132;

const most = (...lists: readonly (readonly (number | null)[])[]) =>
  lists.flat().reduce<number>((max, value) => Math.max(max, value ?? 0), 0);

/** Bytes out above and in below; what went with the indicator stands in front. */
export function BytesLane({ model, ticks }: { model: LaneModel; ticks: readonly number[] }) {
  const { withOut, withIn, elseOut, elseIn, gaps } = model.bytes;
  const prepared = useMemo(() => {
    const maxOut = most(withOut, elseOut);
    const maxIn = most(withIn, elseIn);
    const scaled = (values: readonly (number | null)[], sign: 1 | -1) =>
      values.map((value) => (value === null ? null : byteScale(value * sign)));
    return {
      domain: [-Math.max(byteScale(maxIn) * 1.1, 0.6), Math.max(byteScale(maxOut) * 1.12, 1)] as [number, number],
      marks: byteTicks(maxOut),
      tied: [scaled(withOut, 1), scaled(withIn, -1)],
      rest: [scaled(elseOut, 1), scaled(elseIn, -1)],
    };
  }, [withOut, withIn, elseOut, elseIn]);
  const draw = ({ x, y, right }: Scales) => {
    const paths = (lists: (number | null)[][]) => lists.map((list) => barPath(list, model.buckets, x, y)).join("");
    return (
      <g>
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
        <path d={paths(prepared.rest)} fill="var(--other)" shapeRendering="crispEdges" />
        <path d={paths(prepared.tied)} fill="var(--flag)" shapeRendering="crispEdges" />
        <line x1={0} x2={right} y1={y(0)} y2={y(0)} stroke="var(--line)" />
        {prepared.marks.map((bytes) => (
          <text
            key={bytes}
            x={right + 6}
            y={y(byteScale(bytes)) + 3.5}
            fontSize={10.5}
            fill="var(--faint)"
            style={{ fontFamily: "var(--font-mono)" }}
          >
            {formatBytes(bytes).replace(".0", "")}
          </text>
        ))}
      </g>
    );
  };
  return (
    <LaneChart model={model} gaps={gaps} height={HEIGHT} domain={prepared.domain} ticks={ticks}>
      {draw}
    </LaneChart>
  );
}
