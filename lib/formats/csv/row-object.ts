import type { JsonObject } from "@/lib/formats/json/json-value";

const DEEPEST = 16;
const LONGEST_LIST = 1000;
const INDEX = /^\d{1,3}$/;

/** An object that holds any names at all, also those that objects have by themselves. */
const bare = (): JsonObject => Object.create(null);

/**
 * The object whose members a row lists by their paths, as Logs Insights names discovered fields (`srcids.instance`,
 * `answers.0.Rdata`). A member without a value is left out; a path that contradicts one before it is left out too.
 */
export function rowObject(names: readonly string[], cells: readonly string[]): JsonObject {
  const root = bare();
  for (const [index, name] of names.entries()) {
    const value = cells[index] ?? "";
    const path = name.split(".");
    if (value !== "" && path.length <= DEEPEST) setAt(root, path, value);
  }
  return root;
}

type Holder = JsonObject | unknown[];

function setAt(root: JsonObject, path: readonly string[], value: string): void {
  let holder: Holder = root;
  for (const [depth, name] of path.entries()) {
    const last = depth === path.length - 1;
    const next: unknown = last ? value : INDEX.test(path[depth + 1] ?? "") ? [] : bare();
    const member = put(holder, name, next, last);
    if (last || typeof member !== "object" || member === null) return;
    holder = member as Holder;
  }
}

/** The member of that name, made where there is none; undefined where there is no place for it. */
function put(holder: Holder, name: string, value: unknown, last: boolean): unknown {
  if (Array.isArray(holder)) {
    const index = Number(name);
    if (!INDEX.test(name) || index > holder.length || index >= LONGEST_LIST) return undefined;
    if (holder[index] === undefined) holder[index] = value;
    return holder[index];
  }
  if (last && name in holder) return undefined;
  holder[name] ??= value;
  return holder[name];
}
