import { ListReader } from "@/lib/reference/list-reader";
import type { ListedValue, Skipped } from "@/lib/reference/reference.types";

// STIX 2.1 part 9: comparisons of an object's value, joined by OR, in one observation. What a pattern asks for beyond that
// (AND, NOT, FOLLOWEDBY, time) cannot be said of an address alone.
const COMPARISON = /^(ipv4-addr|ipv6-addr|domain-name):value (=|ISSUBSET) '((?:[^'\\]|\\.)*)'$/;

/** The values of a pattern; null for one that says more than that an address or name is bad. */
export function stixValues(pattern: string): string[] | null {
  const inner = /^\s*\[([^[\]]*)\]\s*$/.exec(pattern)?.[1];
  if (inner === undefined) return null;
  const values: string[] = [];
  // White space first: looking for it around each OR would take the square of its length.
  for (const part of inner.replaceAll(/\s+/g, " ").split(" OR ")) {
    const found = COMPARISON.exec(part.trim().replace(/ ?= ?/, " = "));
    if (!found?.[3]) return null;
    values.push(found[3].replaceAll(/\\(.)/g, "$1"));
  }
  return values;
}

/** A bundle's indicators (STIX 2.1, OASIS). `nowMs`: what was valid only until before is left out. */
export async function readStix(
  objects: readonly unknown[],
  nowMs: number,
): Promise<{ values: ListedValue[]; skipped: Skipped[]; datedMs: number | null }> {
  const list = new ListReader();
  let datedMs: number | null = null;
  for (const object of objects) {
    await list.pause();
    if (typeof object !== "object" || object === null || !("type" in object) || object.type !== "indicator") continue;
    const say = (name: string) => {
      const value = (object as Record<string, unknown>)[name];
      return typeof value === "string" ? value : "";
    };
    const modified = Date.parse(say("modified"));
    if (Number.isFinite(modified)) datedMs = Math.max(datedMs ?? 0, modified);
    if ("revoked" in object && object.revoked === true) list.skip("revoked");
    else if (Date.parse(say("valid_until")) <= nowMs) list.skip("no longer valid");
    else {
      const values = stixValues(say("pattern"));
      if (values === null) list.skip("pattern about more than an address or name");
      else for (const value of values) list.add(value, [say("name"), say("description")].filter(Boolean).join(": "));
    }
  }
  return { values: list.values, skipped: list.skipped, datedMs };
}
