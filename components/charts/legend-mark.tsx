"use client";

import { Symbols } from "recharts";
import { cross, diamond, triangle } from "@/components/charts/lane-shapes";

const R = 3;
const SIZE = 9;
const MID = SIZE / 2;

const MARKS = {
  triangle: <path d={triangle(MID, MID - 0.6, R)} fill="var(--flag)" />,
  cross: <path d={cross(MID, MID, R)} fill="none" stroke="var(--flag)" strokeWidth={1.4} />,
  diamond: <path d={diamond(MID, MID, R)} fill="var(--flag)" />,
  disc: <Symbols type="circle" cx={MID} cy={MID} size={28} fill="var(--api)" />,
  ring: <Symbols type="circle" cx={MID} cy={MID} size={28} fill="none" stroke="var(--api)" strokeWidth={1.4} />,
};

const GROUNDS = {
  tied: "var(--flag)",
  rest: "var(--other)",
  usual: "color-mix(in srgb, var(--text) 9%, transparent)",
  finding: "color-mix(in srgb, var(--flag) 14%, transparent)",
  contact: "linear-gradient(90deg, transparent 4px, var(--flow) 4px 5.5px, transparent 5.5px)",
  outside: "var(--soft)",
  gap: "repeating-linear-gradient(135deg, var(--hatch) 0 2px, transparent 2px 4px)",
};

/** A mark of the lanes, as the lanes draw it: a letter of some font would be another shape, or none. */
export function LegendMark({ of }: { of: keyof typeof MARKS }) {
  return (
    <svg width={SIZE} height={SIZE} className="inline-block align-[-0.5px]" aria-hidden="true">
      {MARKS[of]}
    </svg>
  );
}

/** What an area of the lanes is filled with: a sample of it in the legend, or in its `place` of a strip. */
export function LegendArea({ of, place }: { of: keyof typeof GROUNDS; place?: { left: string; width: string } }) {
  const look = place ? "absolute inset-y-0" : "mr-1 inline-block size-[10px] align-[-1px]";
  const framed = !place && (of === "gap" || of === "outside" || of === "usual") ? "border border-line" : "";
  return <span aria-hidden="true" className={`${look} ${framed}`} style={{ background: GROUNDS[of], ...place }} />;
}
