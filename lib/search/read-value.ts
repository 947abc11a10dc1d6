import { foldText } from "@/lib/search/fold-text";
import type { ValueTest } from "@/lib/search/query.types";
import { readNetwork } from "@/lib/search/read-network";
import { hasOrder, readSpan } from "@/lib/search/read-span";
import { type FieldName, type FieldType, type SearchField, searchField } from "@/lib/search/search-field";

/** A value as it was typed; what is quoted means itself, stars too. */
export interface TypedValue {
  text: string;
  quoted: boolean;
}

const EXPECTED: Record<Exclude<FieldType, "choice">, string> = {
  address: "an address or a network such as 198.51.100.0/24",
  bytes: "a number of bytes such as 1MB",
  number: "a whole number",
  port: "a port from 0 to 65535",
  protocol: "a protocol such as tcp, or its number",
  instant: "a time such as 2026-03-01 or 2026-03-01T22:10",
  text: "a text, with * for anything",
  name: "a name such as *.example.net",
};

/** What should stand behind a field's name, in words. */
export function expectedWords({ type, choices = [] }: SearchField): string {
  return type === "choice" ? choices.join(" or ") : EXPECTED[type];
}

/** What a value must be by what was typed, or null. */
export function readValue(name: FieldName, { text, quoted }: TypedValue): ValueTest | null {
  const field = searchField(name);
  if (text === "*" && !quoted) return { kind: "any" };
  if (hasOrder(field.type)) return readRange(name, text.split(".."));
  if (field.type === "address") {
    const network = readNetwork(text);
    return network === null ? null : { kind: "within", network };
  }
  if (field.type === "choice") {
    const choice = field.choices?.find((word) => foldText(word) === foldText(text));
    return choice === undefined ? null : { kind: "is", choice };
  }
  if (text === "") return null;
  const folded = foldText(field.type === "name" ? text.replace(/\.$/, "") : text);
  return { kind: "like", parts: quoted ? [folded] : folded.split("*") };
}

/** From the first of two ends to the last, both with it; one end alone is a value. A star is no end. */
export function readRange(name: FieldName, ends: readonly string[]): ValueTest | null {
  const { type } = searchField(name);
  const [first = "", last = first] = ends;
  if (ends.length > 2) return null;
  const min = first === "*" ? null : readSpan(type, first);
  const max = last === "*" ? null : readSpan(type, last);
  if ((min === null && first !== "*") || (max === null && last !== "*")) return null;
  return { kind: "between", min: min?.first ?? null, max: max?.last ?? null };
}

/** More or less than a value. */
export function readComparison(name: FieldName, sign: string, text: string): ValueTest | null {
  const span = readSpan(searchField(name).type, text);
  if (span === null) return null;
  if (sign === ">") return { kind: "between", min: span.last + 1, max: null };
  if (sign === ">=") return { kind: "between", min: span.first, max: null };
  return { kind: "between", min: null, max: sign === "<" ? span.first - 1 : span.last };
}
