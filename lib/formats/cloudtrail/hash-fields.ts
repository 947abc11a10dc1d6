import { Interner } from "@/lib/formats/intern";
import { type JsonObject, sortedJson } from "@/lib/formats/json/json-value";

/** Members that are another one in nearly every event. */
const DIFFERS = new Set(["requestParameters", "responseElements", "additionalEventData"]);
/** Shorter texts are hashed as fast as they are looked up, longer ones are not kept. */
const [KEPT_FROM, KEPT_UP_TO] = [64, 4096];
const KEPT = 4096;

/**
 * A short hash (53 bits, cyrb53) of each member of an event: enough to see whether two copies of one event id differ
 * in a field, and in which. No defence against one who makes collisions: the worst that gives is two copies counted once.
 */
export class FieldHasher {
  readonly #known = new Interner<string>(KEPT);

  /** Of `identity`, a member of the event, the sorted JSON is there already. */
  of(event: JsonObject, identity: JsonObject, identityJson: string): Record<string, string> {
    const hashes: Record<string, string> = {};
    for (const name of Object.keys(event)) {
      const value = event[name];
      if (value === null || value === undefined) continue;
      const json = value === identity ? identityJson : sortedJson(value);
      const kept = json.length >= KEPT_FROM && json.length <= KEPT_UP_TO && !DIFFERS.has(name);
      hashes[name.slice(0, 100)] = kept ? this.#known.get(json, () => hash53(json)) : hash53(json);
    }
    return hashes;
  }
}

function hash53(text: string): string {
  let high = 0xdeadbeef;
  let low = 0x41c6ce57;
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    high = Math.imul(high ^ code, 2654435761);
    low = Math.imul(low ^ code, 1597334677);
  }
  high = Math.imul(high ^ (high >>> 16), 2246822507) ^ Math.imul(low ^ (low >>> 13), 3266489909);
  low = Math.imul(low ^ (low >>> 16), 2246822507) ^ Math.imul(high ^ (high >>> 13), 3266489909);
  return (4294967296 * (2097151 & low) + (high >>> 0)).toString(36);
}
