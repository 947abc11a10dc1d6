/** A picture of what one instance did over the window: lanes under each other on one axis of time. */
export interface ReportChart {
  kind: "chart";
  caption: string;
  fromMs: number;
  toMs: number;
  bucketMs: number;
  /** When the first bucket begins; it may reach beyond the axis. */
  firstBucketMs: number;
  lanes: ChartLane[];
}

export interface ChartLane {
  name: string;
  unit: "bytes" | "count";
  /** Stacked upwards, the first at the bottom; null is a bucket of which nothing is known. */
  series: { name: string; tone: ChartTone; values: (number | null)[] }[];
  /** What is not recorded: hatched, never drawn as zero. */
  gaps: { fromMs: number; toMs: number }[];
}

export type ChartTone = "flag" | "flow" | "dns" | "api" | "rest";
