import type { MarkedRecord, Query } from "@/lib/search/query.types";
import type { Parameters } from "@/lib/timeline/events/source-read";
import { groupsOf, narrowQuery } from "@/lib/timeline/search/narrow-query";
import type { AnySearchColumns } from "@/lib/timeline/search/search-columns";

/** So many are looked up one by one in a few tenths of a second. */
const MOST_RECORDS = 20_000;

/**
 * The records that a query can be true for at most, where what people marked tells: they are looked up by their numbers then,
 * instead of looking through all there are. Null where any record may fit.
 */
export function recordsMeant(query: Query | null, columns: AnySearchColumns): readonly MarkedRecord[] | null {
  const left = narrowQuery(query, columns);
  if (typeof left === "boolean") return null;
  const records = among(left, columns);
  return records !== null && records.length <= MOST_RECORDS ? records : null;
}

function among(query: Query, columns: AnySearchColumns): readonly MarkedRecord[] | null {
  switch (query.kind) {
    case "marked":
      return groupsOf(query, columns).length > 0 ? null : query.records;
    case "and":
      return query.parts
        .map((part) => among(part, columns))
        .reduce(
          (least, part) => (least === null || (part !== null && part.length < least.length) ? part : least),
          null,
        );
    case "or": {
      const parts = query.parts.map((part) => among(part, columns));
      return parts.includes(null) ? null : parts.flatMap((part) => part ?? []);
    }
    default:
      return null;
  }
}

/**
 * SQL for a table of records, or for those of it that are meant, each looked up by its key: left to choose, the planner would
 * look for them among all records in the order of time.
 */
export function tableOf(at: Parameters, meant: readonly MarkedRecord[] | null, table: string, loads: string): string {
  if (meant === null) return table;
  return `(SELECT t.* FROM (SELECT DISTINCT file_id, record_no FROM ${listOf(at, meant)}) m
     CROSS JOIN LATERAL (SELECT t.* FROM ${table} t
       WHERE t.load_id IN (${loads}) AND t.file_id = m.file_id AND t.record_no = m.record_no OFFSET 0) t)`;
}

function listOf(at: Parameters, records: readonly MarkedRecord[]): string {
  const files = at.add(records.map(({ fileId }) => fileId));
  const numbers = at.add(records.map(({ record }) => record));
  return `unnest(${files}::int[], ${numbers}::int[]) AS meant(file_id, record_no)`;
}

/** SQL: whether a record with the columns file_id and record_no is one of them; plain `true` where any may be. */
export function oneOf(at: Parameters, records: readonly MarkedRecord[] | null, alias: string): string {
  if (records === null) return "true";
  return `(${alias}.file_id, ${alias}.record_no) IN (SELECT file_id, record_no FROM ${listOf(at, records)})`;
}
