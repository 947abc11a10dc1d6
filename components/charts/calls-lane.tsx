"use client";

import { memo } from "react";
import { Layer, Symbols } from "recharts";
import { LaneChart, type LaneProps } from "@/components/charts/lane-chart";
import { diamond, type Mark, marksOf } from "@/components/charts/lane-shapes";

export const CALLS_PX = 70;
/** A mark that counts several, and its room. */
const APART_PX = 19;

const KINDS = [
  {
    of: "allowed",
    y: 12,
    shape: "circle",
    fill: "var(--api)",
    many: "color-mix(in srgb, var(--api) 16%, var(--panel))",
    stroke: "none",
    text: "var(--api)",
  },
  {
    of: "denied",
    y: 34,
    shape: "circle",
    fill: "var(--panel)",
    many: "var(--panel)",
    stroke: "var(--api)",
    text: "var(--api)",
  },
  {
    of: "elsewhere",
    y: 57,
    shape: "diamond",
    fill: "var(--flag)",
    many: "var(--flag)",
    stroke: "none",
    text: "var(--panel)",
  },
] as const;

/** Role calls in three rows: allowed, denied, from elsewhere. One call is a small mark; several are one with their number. */
export const CallsLane = memo(function CallsLane({ model, ticks, widthPx }: LaneProps) {
  return (
    <LaneChart
      {...{ model, ticks, widthPx }}
      gaps={model.calls.gaps}
      doubts={model.calls.doubts}
      height={CALLS_PX}
      domain={[0, 1]}
    >
      {({ x }) =>
        KINDS.map((kind) => (
          <Layer key={kind.of}>
            {marksOf(model.calls[kind.of], model, x, APART_PX).map((mark) => (
              <CallMark key={mark.x} mark={mark} kind={kind} />
            ))}
          </Layer>
        ))
      }
    </LaneChart>
  );
});

function CallMark({ mark: { x, count }, kind }: { mark: Mark; kind: (typeof KINDS)[number] }) {
  const radius = count === 1 ? 3 : count < 100 ? 7 : 8.5;
  const look = { fill: count === 1 ? kind.fill : kind.many, stroke: kind.stroke, strokeWidth: 1.4 };
  return (
    <Layer>
      {kind.shape === "circle" ? (
        <Symbols type="circle" cx={x} cy={kind.y} size={Math.PI * radius * radius} {...look} />
      ) : (
        <path d={diamond(x, kind.y, radius)} {...look} />
      )}
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
    </Layer>
  );
}
