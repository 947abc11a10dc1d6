import { isInstant, parseInstant } from "@/lib/core/instant";
import { isObject, type JsonObject, parseJson, textAt } from "@/lib/formats/json/json-value";

const LEAST_MS = 100_000_000_000;
const LEAST_MICROSECONDS = 100_000_000_000_000;

/**
 * The first of the named times that an event has, as epoch ms. OCSF writes `time` as epoch milliseconds and `time_dt` as
 * ISO 8601 with any offset; tables out of Security Lake hold the latter as a timestamp.
 */
export function ocsfTime(event: JsonObject, ...names: string[]): number | null {
  for (const name of names) {
    for (const value of [event[name], event[`${name}_dt`]]) {
      const ms = typeof value === "string" ? parseInstant(value) : typeof value === "number" ? epochMs(value) : null;
      if (ms !== null) return ms;
    }
  }
  return null;
}

function epochMs(value: number): number | null {
  const ms = value < LEAST_MS ? value * 1000 : value >= LEAST_MICROSECONDS ? value / 1000 : value;
  return isInstant(ms) ? Math.trunc(ms) : null;
}

/** A time as AWS's logs write it: whole seconds without a fraction. */
export function isoTime(ms: number | null): string | null {
  return ms === null ? null : new Date(ms).toISOString().replace(".000Z", "Z");
}

/** A text or a number under a name, as text; nothing for what AWS writes as missing. */
export function valueAt(object: JsonObject, name: string): string | null {
  const value = object[name];
  if (typeof value === "number" || typeof value === "boolean") return String(value);
  return typeof value === "string" && value !== "" && value !== "-" ? value : null;
}

/**
 * What the log had and OCSF has no place for: an object, or the list of keys and values that Parquet makes of a map.
 */
export function unmappedOf(event: JsonObject): JsonObject {
  const { unmapped } = event;
  if (isObject(unmapped)) return unmapped;
  if (!Array.isArray(unmapped)) return {};
  const pairs = unmapped.filter(isObject).flatMap((pair): [string, unknown][] => {
    const key = textAt(pair, "key");
    return key === null ? [] : [[key, pair.value]];
  });
  return Object.fromEntries(pairs);
}

/** An object, or the JSON text of one. */
export function objectIn(value: unknown): JsonObject {
  const parsed = typeof value === "string" ? parseJson(value) : value;
  return isObject(parsed) ? parsed : {};
}

/** The members that have a value: a table has a column for each that any record has. */
export function withoutNull(object: JsonObject): JsonObject {
  return Object.fromEntries(Object.entries(object).filter(([, value]) => value !== null && value !== undefined));
}
