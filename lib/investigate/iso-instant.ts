import { LATEST_MS } from "@/lib/core/instant";

/**
 * ISO 8601 in UTC, ending in Z. What lies beyond the year 9999, such as the end of a stretch with a record in its last second, is
 * its last millisecond: nothing else takes a year of five digits.
 */
export function isoInstant(ms: number): string {
  return new Date(Math.min(ms, LATEST_MS)).toISOString();
}

export function isoInstantOrNull(ms: number | null): string | null {
  return ms === null ? null : isoInstant(ms);
}
