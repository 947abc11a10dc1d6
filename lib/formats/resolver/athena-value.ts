import { isObject, type JsonObject, parseJson } from "@/lib/formats/json/json-value";

/** Before which names a struct of the resolver's table is cut: a value may hold commas itself. */
const MEMBER = /, (?=[A-Za-z_]{1,40}=)/;

/**
 * A struct as Athena prints it, `{rdata=192.0.2.1, type=A, class=IN}`, without what is null. Members are cut where a
 * comma and a name follow, which a text record of DNS may look like too: Athena does not quote.
 */
function readStruct(text: string): JsonObject {
  const inner = text.trim().replace(/^\{/, "").replace(/\}$/, "");
  const object: JsonObject = Object.create(null);
  for (const part of inner.split(MEMBER)) {
    const equals = part.indexOf("=");
    if (equals > 0 && part.slice(equals + 1) !== "null") object[part.slice(0, equals)] = part.slice(equals + 1);
  }
  return object;
}

/** What a struct lacks is nothing in JSON, as it is in Athena's own text: the log has no such member. */
function present(object: JsonObject): JsonObject {
  return Object.fromEntries(Object.entries(object).filter(([, value]) => value !== null));
}

/** An object in a cell: JSON, or a struct of Athena. */
export function structOf(cell: string): JsonObject {
  const value = parseJson(cell);
  return isObject(value) ? present(value) : readStruct(cell);
}

/** A list of objects in a cell: JSON, or an array of structs of Athena. */
export function structsOf(cell: string): JsonObject[] {
  const value = parseJson(cell);
  if (Array.isArray(value)) return value.filter(isObject).map(present);
  const inner = cell.trim().replace(/^\[/, "").replace(/\]$/, "").trim();
  return inner === "" ? [] : inner.split("}, {").map(readStruct);
}
