import { isObject } from "@/lib/formats/json/json-value";

/** Folds the SDK's PascalCase and the wire's camelCase into one: the first letter of every name becomes small. */
export function normaliseCase(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(normaliseCase);
  if (!isObject(value)) return value;
  const folded: Record<string, unknown> = {};
  for (const [name, member] of Object.entries(value)) {
    const key = name.charAt(0).toLowerCase() + name.slice(1);
    // A name in both spellings keeps what came first; a member called __proto__ is data like any other.
    if (!Object.hasOwn(folded, key))
      Object.defineProperty(folded, key, { value: normaliseCase(member), enumerable: true });
  }
  return folded;
}
