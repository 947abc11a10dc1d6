import type { LaneModel } from "@/lib/timeline/lanes/lane.types";

export interface Scales {
  x: (ms: number) => number;
  y: (value: number) => number;
  /** Right edge of the plot. */
  right: number;
}

/** The scales of a lane on a plot of `right` by `height` pixels; `least` and `most` stand at its bottom and its top. */
export function laneScales(
  { view }: Pick<LaneModel, "view">,
  right: number,
  height: number,
  [least, most]: readonly [number, number],
): Scales {
  return {
    x: (ms) => ((ms - view.fromMs) / (view.toMs - view.fromMs)) * right,
    y: (value) => height - ((value - least) / (most - least)) * height,
    right,
  };
}
