import type { HourNormal, MeasureName, MeasureNormal } from "@/lib/timeline/baseline/baseline.types";

/** No claim of what is usual rests on less than a day of recorded hours. (Own choice.) */
export const LEAST_HOURS = 24;
/** Each hour of the day must have been recorded on so many days before it is judged by its own kind. (Own choice.) */
const LEAST_DAYS = 7;
/** Makes a median absolute deviation comparable with a standard deviation: 1 / 0.6745. */
const TO_DEVIATION = 1.4826;

/** Middle value; between two, halfway. Of no values: 0. */
export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  const upper = sorted[middle] ?? 0;
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? upper) + upper) / 2;
}

/** Bytes spread over many powers of ten and are compared by their logarithm; counts are compared as they are. */
export function toScale(measure: MeasureName, value: number): number {
  return measure === "bytesOut" || measure === "bytesIn" ? Math.log10(value + 1) : value;
}

export function fromScale(measure: MeasureName, value: number): number {
  return measure === "bytesOut" || measure === "bytesIn" ? 10 ** value - 1 : value;
}

function normalOf(values: readonly number[]): HourNormal {
  const middle = median(values);
  return { median: middle, spread: median(values.map((value) => Math.abs(value - middle))) * TO_DEVIATION };
}

/**
 * What was usual of one measure: median and MAD of its hours.
 *
 * @param hours value of each hour by its number since the epoch; null where it was not recorded as a whole
 */
export function measureNormal(measure: MeasureName, hours: ReadonlyMap<number, number | null>): MeasureNormal {
  const known = [...hours].flatMap(([hour, value]) =>
    value === null ? [] : [{ hour, value: toScale(measure, value) }],
  );
  if (known.length < LEAST_HOURS) return { hours: known.length, all: null, byHour: null };
  const ofDay = Array.from({ length: 24 }, (_, at) => known.filter(({ hour }) => hour % 24 === at));
  const isOften = ofDay.every((list) => list.length >= LEAST_DAYS);
  return {
    hours: known.length,
    all: normalOf(known.map(({ value }) => value)),
    byHour: isOften ? ofDay.map((list) => normalOf(list.map(({ value }) => value))) : null,
  };
}
