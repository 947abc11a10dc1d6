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

/** Texts that were unpacked last, with their lanes: a page that many open is written from the same ones. */
const KEPT = 16;
const kept = new Map<string, Lanes>();

/** What `packLanes` was given. The same for the same text: it must not be changed. */
export function unpackLanes(packed: string): Lanes {
  const lanes = kept.get(packed) ?? unpack(packed);
  kept.delete(packed);
  kept.set(packed, lanes);
  for (const oldest of kept.keys()) {
    if (kept.size <= KEPT) break;
    kept.delete(oldest);
  }
  return lanes;
}

function unpack(packed: string): Lanes {
  const { lanes, overview } = JSON.parse(packed);
  for (const part of [lanes.bytes, lanes.lookups, lanes.calls, overview])
    for (const [key, value] of Object.entries(part)) if (typeof value === "string") part[key] = unpackSeries(value);
  return { lanes, overview };
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
