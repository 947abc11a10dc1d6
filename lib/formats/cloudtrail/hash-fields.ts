import { type JsonObject, sortedJson } from "@/lib/formats/json/json-value";

/**
 * A short hash (53 bits, cyrb53) of each member of an event: enough to see whether two copies of one event id differ
 * in a field, and in which. No defence against one who makes collisions: the worst that gives is two copies counted once.
 */
export function hashFields(event: JsonObject): Record<string, string> {
  const hashes: Record<string, string> = {};
  for (const [name, value] of Object.entries(event)) {
    if (value === null || value === undefined) continue;
    hashes[name.slice(0, 100)] = hash53(sortedJson(value));
  }
  return hashes;
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
