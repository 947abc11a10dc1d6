/** ISO 8601 in UTC, ending in Z. */
export function isoInstant(ms: number): string {
  return new Date(ms).toISOString();
}

export function isoInstantOrNull(ms: number | null): string | null {
  return ms === null ? null : isoInstant(ms);
}
