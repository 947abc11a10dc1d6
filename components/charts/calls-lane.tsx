"use client";

import { memo } from "react";
import { LaneChart } from "@/components/charts/lane-chart";
import { circle, diamond, type Mark, marksOf } from "@/components/charts/lane-shapes";
import type { LaneModel } from "@/lib/timeline/lanes/lane.types";

export const CALLS_PX = 70;
/** A mark that counts several, and its room. */
const APART_PX = 19;

const KINDS = [
  {
    of: "allowed",
    y: 12,
    shape: circle,
    fill: "var(--api)",
    many: "color-mix(in srgb, var(--api) 16%, var(--panel))",
    stroke: "none",
    text: "var(--api)",
  },
  {
    of: "denied",
    y: 34,
    shape: circle,
    fill: "var(--panel)",
    many: "var(--panel)",
    stroke: "var(--api)",
    text: "var(--api)",
  },
  {
    of: "elsewhere",
    y: 57,
    shape: diamond,
    fill: "var(--flag)",
    many: "var(--flag)",
    stroke: "none",
    text: "var(--panel)",
  },
] as const;

/** Role calls in three rows: allowed, denied, from elsewhere. One call is a small mark; several are one with their number. */
export const CallsLane = memo(function CallsLane({ model, ticks }: { model: LaneModel; ticks: readonly number[] }) {
  return (
    <LaneChart model={model} gaps={model.calls.gaps} height={CALLS_PX} domain={[0, 1]} ticks={ticks}>
      {({ x }) =>
        KINDS.map((kind) => (
          <g key={kind.of}>
            {marksOf(model.calls[kind.of], model, x, APART_PX).map((mark) => (
              <CallMark key={mark.x} mark={mark} kind={kind} />
            ))}
          </g>
        ))
      }
    </LaneChart>
  );
});

function CallMark({ mark: { x, count }, kind }: { mark: Mark; kind: (typeof KINDS)[number] }) {
  const radius = count === 1 ? 3 : count < 100 ? 7 : 8.5;
  return (
    <g>
      <path
        d={kind.shape(x, kind.y, radius)}
        fill={count === 1 ? kind.fill : kind.many}
        stroke={kind.stroke}
        strokeWidth={1.4}
      />
      {count > 1 ? (
        <text
          x={x}
          y={kind.y + 3.1}
          textAnchor="middle"
          fontSize={count < 100 ? 9 : 8}
          fontWeight={500}
          fill={kind.text}
          style={{ fontFamily: "var(--font-mono)" }}
        >
          {count < 1000 ? count : `${Math.floor(count / 1000)}k`}
        </text>
      ) : null}
    </g>
  );
}
