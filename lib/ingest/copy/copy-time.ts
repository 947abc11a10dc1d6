/** The times that both a JavaScript date's four-digit ISO form and `timestamptz` can hold: 1970 up to 9999. */
const LAST_MS = Date.UTC(10_000, 0, 1) - 1;
const CACHE_LIMIT = 4096;

const texts = new Map<number, string>();

export function isStorableTime(ms: number): boolean {
  return ms >= 0 && ms <= LAST_MS;
}

/** ISO 8601 text of a storable time. Flow records share few distinct times, so the last ones are remembered. */
export function copyTime(ms: number): string {
  const known = texts.get(ms);
  if (known !== undefined) return known;
  if (texts.size >= CACHE_LIMIT) texts.clear();
  const text = new Date(ms).toISOString();
  texts.set(ms, text);
  return text;
}
