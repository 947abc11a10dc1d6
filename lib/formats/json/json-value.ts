/** A JSON object whose members are not known yet. */
export type JsonObject = Record<string, unknown>;

export function isObject(value: unknown): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** The object under a name, or an empty one. */
export function objectAt(object: JsonObject, name: string): JsonObject {
  const value = object[name];
  return isObject(value) ? value : {};
}

export function textAt(object: JsonObject, name: string): string | null {
  const value = object[name];
  return typeof value === "string" && value !== "" ? value : null;
}

export function numberAt(object: JsonObject, name: string): number | null {
  const value = object[name];
  return typeof value === "number" && Number.isFinite(value) ? value : null;
}

/** The objects of a list: a JSON array, or the `{"items": […]}` and `{"item": …}` that CloudTrail makes of one. */
export function listAt(object: JsonObject, name: string): JsonObject[] {
  const value = object[name];
  const list = isObject(value) ? (value.items ?? value.item) : value;
  if (isObject(list)) return [list];
  return Array.isArray(list) ? list.filter(isObject) : [];
}

/** True when a value has at most `depth` levels. */
export function isWithinDepth(value: unknown, depth: number): boolean {
  if (typeof value !== "object" || value === null) return true;
  if (depth === 0) return false;
  for (const member of Array.isArray(value) ? value : Object.values(value)) {
    if (typeof member === "object" && !isWithinDepth(member, depth - 1)) return false;
  }
  return true;
}

export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Text of which JSON escapes nothing. Halves of a pair are left out: one that stands alone is escaped, which JSON.stringify looks at. */
const PLAIN = /^[ !#-[\]-\ud7ff\ue000-\uffff]*$/;

function quoted(text: string): string {
  return PLAIN.test(text) ? `"${text}"` : JSON.stringify(text);
}

/** One text for equal values, whatever the order of their members. */
export function sortedJson(value: unknown): string {
  if (typeof value === "string") return quoted(value);
  if (typeof value !== "object" || value === null) return JSON.stringify(value) ?? "null";
  let json = "";
  if (Array.isArray(value)) {
    for (const member of value) json += `${json === "" ? "" : ","}${sortedJson(member)}`;
    return `[${json}]`;
  }
  const members = value as JsonObject;
  for (const name of Object.keys(members).sort()) {
    json += `${json === "" ? "" : ","}${quoted(name)}:${sortedJson(members[name])}`;
  }
  return `{${json}}`;
}
