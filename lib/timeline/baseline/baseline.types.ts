import type { Piece } from "@/lib/timeline/lanes/split-at-minutes";

export const MEASURES = ["bytesOut", "bytesIn", "lookups", "calls"] as const;
export type MeasureName = (typeof MEASURES)[number];

/** Why this span: the URL asks for it, people chose it for the case, or it is all before one of three moments. */
export type BaselineBy = "url" | "case" | "start" | "window" | "earliest";

export interface BaselineChoice {
  /** Whole hours, half open; null where nothing lies before. */
  span: Piece | null;
  by: BaselineBy;
}

/** The middle of what hours had, and how far they lay from it; bytes as log10(bytes + 1), the others as counts. */
export interface HourNormal {
  median: number;
  /** Median distance from the median, times 1.4826: as large as a standard deviation where values are normal. */
  spread: number;
}

export interface MeasureNormal {
  /** Recorded hours that stand behind it. */
  hours: number;
  /** Null where there are too few. */
  all: HourNormal | null;
  /** By hour of the day (UTC), where each was recorded often enough; null elsewhere. */
  byHour: HourNormal[] | null;
}

/** What was usual in an earlier span of the evidence, by hour. */
export interface Baseline extends BaselineChoice {
  measures: Record<MeasureName, MeasureNormal>;
}
