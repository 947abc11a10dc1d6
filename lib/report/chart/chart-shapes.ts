import type { ChartLane, ChartTone, ReportChart } from "@/lib/report/chart/chart.types";
import { humanBytes, humanCount } from "@/lib/report/units";

/** What a chart is drawn of, in points from its top left corner. */
export type Shape =
  | { kind: "bar"; x: number; y: number; width: number; height: number; tone: ChartTone }
  | { kind: "gap"; x: number; y: number; width: number; height: number }
  | { kind: "line"; x1: number; y1: number; x2: number; y2: number }
  | { kind: "text"; x: number; y: number; text: string; anchor: "start" | "middle" | "end" };

export interface Drawing {
  width: number;
  height: number;
  shapes: Shape[];
}

const LABEL = 14;
const LANE = 46;
const BETWEEN = 8;
const AXIS = 16;
const SMALLEST = 0.75;
const STEPS_MS = [1, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 10_800, 21_600, 43_200, 86_400].map(
  (seconds) => seconds * 1000,
);
const MOST_TICKS = 6;

/** Lays a chart out at a width; `clock` writes the time under a tick. The same shapes are drawn in HTML and PDF. */
export function chartShapes(chart: ReportChart, width: number, clock: (ms: number) => string): Drawing {
  const { fromMs, toMs, lanes } = chart;
  const scale = (ms: number) => ((Math.min(Math.max(ms, fromMs), toMs) - fromMs) / Math.max(toMs - fromMs, 1)) * width;
  const step = LABEL + LANE + BETWEEN;
  const height = lanes.length * step + AXIS;
  const shapes = lanes.flatMap((lane, at) => laneShapes(chart, lane, { scale, top: at * step, width }));
  const floor = lanes.length * step - BETWEEN;
  const ticks = ticksOf(fromMs, toMs).flatMap((ms): Shape[] => [
    { kind: "line", x1: scale(ms), y1: floor, x2: scale(ms), y2: floor + 3 },
    // A label at the edge would be cut off.
    { kind: "text", x: scale(ms), y: floor + 12, text: clock(ms), anchor: edge(scale(ms), width) },
  ]);
  return { width, height, shapes: [...shapes, ...ticks] };
}

function edge(x: number, width: number): "start" | "middle" | "end" {
  if (x < width * 0.1) return "start";
  return x > width * 0.9 ? "end" : "middle";
}

function laneShapes(
  { firstBucketMs, bucketMs }: ReportChart,
  { name, unit, series, gaps }: ChartLane,
  { scale, top, width }: { scale: (ms: number) => number; top: number; width: number },
): Shape[] {
  const roof = top + LABEL;
  const floor = roof + LANE;
  const count = Math.max(0, ...series.map(({ values }) => values.length));
  const sums = Array.from({ length: count }, (_, at) => series.reduce((sum, { values }) => sum + (values[at] ?? 0), 0));
  const most = Math.max(0, ...sums);
  const word = unit === "bytes" ? humanBytes : humanCount;
  const bars = series.flatMap(({ tone, values }, number): Shape[] =>
    values.flatMap((value, at): Shape[] => {
      if (value === null || value === 0 || most === 0) return [];
      const below = series.slice(0, number).reduce((sum, other) => sum + (other.values[at] ?? 0), 0);
      const [x, end] = [scale(firstBucketMs + at * bucketMs), scale(firstBucketMs + (at + 1) * bucketMs)];
      const tall = Math.max((value / most) * LANE, SMALLEST);
      const y = floor - (below / most) * LANE - tall;
      return end <= x ? [] : [{ kind: "bar", x, y, width: Math.max(end - x, SMALLEST), height: tall, tone }];
    }),
  );
  return [
    { kind: "text", x: 0, y: roof - 4, text: `${name}: ${series.map((row) => row.name).join(", ")}`, anchor: "start" },
    { kind: "text", x: width, y: roof - 4, text: most === 0 ? "none" : `at most ${word(most)}`, anchor: "end" },
    ...gaps.flatMap(({ fromMs, toMs }): Shape[] => {
      const [x, end] = [scale(fromMs), scale(toMs)];
      return end <= x ? [] : [{ kind: "gap", x, y: roof, width: end - x, height: LANE }];
    }),
    ...bars,
    { kind: "line", x1: 0, y1: floor, x2: width, y2: floor },
  ];
}

/** Round moments (UTC) along the axis. */
function ticksOf(fromMs: number, toMs: number): number[] {
  const day = 86_400_000;
  const least = (toMs - fromMs) / MOST_TICKS;
  const step = STEPS_MS.find((ms) => ms >= least) ?? Math.ceil(least / day) * day;
  const ticks: number[] = [];
  for (let ms = Math.ceil(fromMs / step) * step; ms <= toMs; ms += step) ticks.push(ms);
  return ticks;
}

/** What a chart says to who cannot see it. */
export function chartWords({ lanes }: ReportChart): string {
  return lanes
    .map(({ name, series, unit, gaps }) => {
      const sums = series.map(({ name: of, values }) => {
        const sum = values.reduce<number>((total, value) => total + (value ?? 0), 0);
        return `${of} ${unit === "bytes" ? humanBytes(sum) : humanCount(sum)}`;
      });
      return `${name}: ${sums.join(", ")}${gaps.length > 0 ? ", with gaps in what is recorded" : ""}`;
    })
    .join("; ");
}
