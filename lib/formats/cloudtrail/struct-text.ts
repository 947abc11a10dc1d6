import { eventName } from "@/lib/formats/cloudtrail/event-names";
import { type JsonObject, parseJson } from "@/lib/formats/json/json-value";

const DEEPEST = 16;
/** What begins the next member: values hold commas too, but hardly a comma, a space, a name and an equals sign. */
const NEXT_MEMBER = /, (?=[A-Za-z_][\w.:-]{0,80}=)/y;
const NEXT_ITEM = /, /y;

/**
 * A value of CloudTrail as Athena and Lake print it: JSON, or a struct `{type=AssumedRole, sessioncontext={…}}` whose texts
 * are not quoted. A text that looks like a further member cannot be told from one. Null where there is no value.
 */
export function readStructText(text: string, depth = DEEPEST): unknown {
  const value = text.trim();
  if (value === "" || value === "null") return null;
  const opens = value[0];
  if (opens !== "{" && opens !== "[") return value;
  const json = parseJson(value);
  if (json !== undefined) return json;
  if (depth === 0 || !value.endsWith(opens === "{" ? "}" : "]")) return value;
  const inner = value.slice(1, -1);
  if (opens === "[") return cut(inner, NEXT_ITEM).map((item) => readStructText(item, depth - 1));
  return readMembers(cut(inner, NEXT_MEMBER), depth);
}

function readMembers(members: readonly string[], depth: number): JsonObject {
  const object: JsonObject = Object.create(null);
  for (const member of members) {
    const equals = member.indexOf("=");
    const value = equals <= 0 ? null : readStructText(member.slice(equals + 1), depth - 1);
    if (value !== null) object[eventName(member.slice(0, equals))] = value;
  }
  return object;
}

/** Cuts a text where `separator` stands outside all brackets. */
function cut(text: string, separator: RegExp): string[] {
  const parts: string[] = [];
  let depth = 0;
  let from = 0;
  for (let at = 0; at < text.length; at += 1) {
    const character = text[at];
    if (character === "{" || character === "[") depth += 1;
    else if (character === "}" || character === "]") depth = Math.max(0, depth - 1);
    else if (character === "," && depth === 0) {
      separator.lastIndex = at;
      if (!separator.test(text)) continue;
      parts.push(text.slice(from, at));
      from = separator.lastIndex;
    }
  }
  const rest = text.slice(from);
  return rest.trim() === "" ? parts : [...parts, rest];
}
