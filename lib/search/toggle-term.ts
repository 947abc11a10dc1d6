import type { FieldTerm } from "@/lib/search/query.types";
import { readQuery } from "@/lib/search/read-query";
import { readValue } from "@/lib/search/read-value";
import { type FieldName, searchField } from "@/lib/search/search-field";
import { writeTerm } from "@/lib/search/write-term";

/** The condition that a query asks for, as it stands and beside others that all must hold; null where it does not. */
export function findTerm(text: string, field: FieldName, value: string): FieldTerm | null {
  const { query } = readQuery(text);
  const wanted = JSON.stringify(readValue(field, { text: value, quoted: searchField(field).type !== "address" }));
  const parts = query?.kind === "and" ? query.parts : query === null ? [] : [query];
  const found = parts.find(
    (part) => part.kind === "field" && part.field === field && JSON.stringify(part.test) === wanted,
  );
  return found?.kind === "field" ? found : null;
}

/** The query with one condition more; one that it has is taken away. */
export function toggleTerm(text: string, field: FieldName, value: string): string {
  const found = findTerm(text, field, value);
  if (found) return withoutSpan(text, found);
  const { query } = readQuery(text);
  const before = query?.kind === "or" ? `(${text.trim()})` : text.trim();
  return `${before} ${writeTerm(field, value)}`.trim();
}

function withoutSpan(text: string, { from, to }: FieldTerm): string {
  const before = text.slice(0, from).trimEnd();
  const after = text.slice(to).trimStart();
  // The word that joined it goes with it.
  return /\bAND$/.test(before)
    ? `${before.replace(/\s*\bAND$/, "")} ${after}`.trim()
    : `${before} ${after.replace(/^AND\b\s*/, "")}`.trim();
}
