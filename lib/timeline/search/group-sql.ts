import type { SearchSource } from "@/lib/search/search-field";

/** SQL for a value as it stands in JSON, null for none: a text that may hold anything. */
export const asText = (sql: string) => `to_json(${sql})::text`;
/** The same of a text without a letter that JSON would escape. */
export const asWord = (sql: string) => `'"' || ${sql} || '"'`;
/** The same of a number or a truth. */
export const asPlain = (sql: string) => `(${sql})::text`;

/**
 * SQL for the key of the group that a record is in, as bytes, of SQL for the values in JSON by which `groupKey` tells groups
 * apart, in its order: written as `JSON.stringify` writes a list, without spaces between them.
 */
export function groupSql(source: SearchSource, ...values: readonly string[]): string {
  const texts = values.map((value) => `coalesce(${value}, 'null')`);
  return `sha256(convert_to('["${source}",' || ${texts.join(" || ',' || ")} || ']', 'UTF8'))`;
}
