import type { LaneModel, Overview, Series } from "@/lib/timeline/lanes/lane.types";

export interface Lanes {
  lanes: LaneModel;
  overview: Overview;
}

/** Lists of numbers that follow a series' name in what `packLanes` writes. */
const SERIES = new Set([
  ...["withOut", "withIn", "elseOut", "elseIn", "refused", "queries", "toIndicator", "allowed", "denied", "elsewhere"],
  ...["bytes", "withIndicator"],
]);

/**
 * The lanes as one text. A page hands thousands of numbers to the browser, and writing them one by one, first as the page's
 * data and again as its markup is made, cost a fifth of its time. Equal neighbours are written once: `7,0*40,n*3`.
 */
export function packLanes(lanes: Lanes): string {
  return JSON.stringify(lanes, (key, value) => (SERIES.has(key) && Array.isArray(value) ? packSeries(value) : value));
}

/** What `packLanes` was given. */
export function unpackLanes(packed: string): Lanes {
  return JSON.parse(packed, (key, value) =>
    SERIES.has(key) && typeof value === "string" ? unpackSeries(value) : value,
  );
}

function packSeries(series: Series): string {
  const runs: string[] = [];
  for (let at = 0; at < series.length; ) {
    const value = series[at];
    const from = at;
    while (at < series.length && series[at] === value) at++;
    const text = value === null ? "n" : String(value);
    runs.push(at - from === 1 ? text : `${text}*${at - from}`);
  }
  return runs.join(",");
}

function unpackSeries(text: string): Series {
  if (text === "") return [];
  return text.split(",").flatMap((run) => {
    const [value, times = "1"] = run.split("*");
    return new Array<number | null>(Number(times)).fill(value === "n" ? null : Number(value));
  });
}
