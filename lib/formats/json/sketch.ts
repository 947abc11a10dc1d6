import { JsonCutter } from "@/lib/formats/framing/json-cutter";
import { isObject, type JsonObject, parseJson } from "@/lib/formats/json/json-value";

/** What the start of a JSON file shows of it. */
export interface JsonSketch {
  /** Names of the members of the first object, as far as the head reaches. */
  keys: Set<string>;
  /** The array of objects among them: its name, and what is known of its first element. */
  list: { name: string; empty: boolean; first: JsonObject | null; firstKeys: Set<string> } | null;
  /** The first object itself, where it stands whole in the head. */
  object: JsonObject | null;
  /** True when objects stand one a line. */
  lines: boolean;
}

const LINES_LOOKED_AT = 50;
const MEMBER = /"((?:[^"\\]|\\.){1,80})"\s*:/g;

/** Names of members anywhere in a piece of text: enough to tell a record that is longer than the head. */
function namesIn(text: string): Set<string> {
  return new Set([...text.matchAll(MEMBER)].map((match) => match[1] ?? ""));
}

function firstValue(text: string, wrapper: string | null): JsonObject | null {
  let found: JsonObject | null = null;
  const cutter = new JsonCutter(
    {
      value: (value) => {
        const parsed = found === null ? parseJson(value) : undefined;
        if (isObject(parsed)) found = parsed;
      },
      broken: () => undefined,
    },
    wrapper,
  );
  cutter.push(text);
  return found;
}

const VALUES_LOOKED_AT = 20;

/** The first objects of a file, or values of the array under a name, as far as they stand whole in the head. */
export function firstValues(head: string, wrapper: string | null): unknown[] {
  const found: unknown[] = [];
  const value = (text: string) => {
    if (found.length < VALUES_LOOKED_AT) found.push(parseJson(text));
  };
  new JsonCutter({ value, broken: () => undefined }, wrapper).push(head);
  return found;
}

/** Names of the members at the first depth of an object that begins the text, with where each value begins. */
function topMembers(text: string): { name: string; at: number }[] {
  const members: { name: string; at: number }[] = [];
  let depth = 0;
  let start = -1;
  let escaped = false;
  let name = "";
  for (let at = 0; at < text.length; at += 1) {
    const character = text[at];
    if (start >= 0) {
      if (escaped) escaped = false;
      else if (character === "\\") escaped = true;
      else if (character === '"') {
        name = text.slice(start, at);
        start = -1;
      }
    } else if (character === '"') start = at + 1;
    else if (character === ":" && depth === 1) members.push({ name, at: at + 1 });
    else if (character === "{" || character === "[") depth += 1;
    else if (character === "}" || character === "]") {
      depth -= 1;
      if (depth === 0) break;
    }
  }
  return members;
}

/** An array that begins with a member's name: an object whose first bracket was damaged. */
const DAMAGED_OBJECT = /^\["[^"\n]{1,80}"\s*:/;
/** A line after which an object cannot be whole. */
const GOES_ON = /[{[,:]\s*$/;

/**
 * The first object that stands on a line of its own, where the file has one a line; null where objects go over lines,
 * or stand in an array that does. A broken first line does not hide the others.
 */
function firstLineObject(start: string): string | null {
  if (!(start.startsWith("{") || DAMAGED_OBJECT.test(start)) || !start.includes("\n")) return null;
  const lines = start.split(/\r?\n/, LINES_LOOKED_AT).filter((line) => line.trim() !== "");
  if (GOES_ON.test(lines[0] ?? "")) return null;
  return lines.find((line) => line.startsWith("{") && isObject(parseJson(line))) ?? null;
}

/** Looks at the first characters of a file that begins with a bracket. */
export function sketchJson(head: string, wrappers: ReadonlySet<string>): JsonSketch {
  const start = head.trimStart();
  const line = firstLineObject(start);
  const lines = line !== null;
  const text = (line ?? start).replace(/^\[\s*/, "");
  const object = firstValue(text, null);
  const members = topMembers(text);
  const wrapper = members.find(({ name, at }) => wrappers.has(name) && /^\s*\[/.test(text.slice(at)));
  if (!wrapper) return { keys: new Set(members.map(({ name }) => name)), list: null, object, lines };
  const rest = text.slice(wrapper.at);
  const first = firstValue(text, wrapper.name);
  return {
    keys: new Set(members.map(({ name }) => name)),
    list: {
      name: wrapper.name,
      empty: /^\s*\[\s*\]/.test(rest),
      first,
      firstKeys: first ? new Set(Object.keys(first)) : namesIn(rest),
    },
    object,
    lines,
  };
}
