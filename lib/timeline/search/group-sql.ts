import type { SearchSource } from "@/lib/search/search-field";

/**
 * SQL for the key of the group that a record is in, of SQL for the values by which `groupKey` tells groups apart, in its order:
 * the database escapes a text in JSON as `JSON.stringify` does, but puts spaces between values of a list.
 */
export function groupSql(source: SearchSource, ...values: readonly string[]): string {
  const texts = values.map((value) => `coalesce(to_json(${value})::text, 'null')`);
  return `encode(sha256(convert_to('["${source}",' || ${texts.join(" || ',' || ")} || ']', 'UTF8')), 'hex')`;
}
