import type { CsvKind } from "@/lib/formats/csv/csv-kind";
import { rowObject } from "@/lib/formats/csv/row-object";
import { isObject, type JsonObject } from "@/lib/formats/json/json-value";
import { structOf, structsOf } from "@/lib/formats/resolver/athena-value";
import { ResolverQueryReader } from "@/lib/formats/resolver/read-query";

/** How a table is cut into folders: no part of a query. */
const PARTITIONS: ReadonlySet<string> = new Set(["date", "datehour", "year", "month", "day", "hour", "vpc", "account"]);
/** Names of an answer's members: Athena writes them in lower case. */
const ANSWER = new Map(["Rdata", "Type", "Class", "Address"].map((name) => [name.toLowerCase(), name]));

function answersOf(value: unknown): JsonObject[] {
  const answers = typeof value === "string" ? structsOf(value) : Array.isArray(value) ? value.filter(isObject) : [];
  return answers.map((answer) =>
    Object.fromEntries(Object.entries(answer).map(([name, data]) => [ANSWER.get(name.toLowerCase()) ?? name, data])),
  );
}

/** The query as the log itself writes it, so that it is the same query wherever it was read. */
function queryOf(names: readonly string[], cells: readonly string[], own: readonly boolean[]): JsonObject {
  const query = rowObject(
    names,
    cells.map((cell, index) => (own[index] ? cell : "")),
  );
  query.answers = answersOf(query.answers);
  query.srcids = isObject(query.srcids) ? query.srcids : structOf(typeof query.srcids === "string" ? query.srcids : "");
  return query;
}

/** Resolver queries out of a table: Athena's CSV with its structs, or Logs Insights with one column a member. */
export const resolverRows: CsvKind = (columns) => {
  const names = columns.map((name) => (name.includes(".") ? name : name.toLowerCase().replaceAll("-", "_")));
  const timed = names.includes("query_timestamp") || names.includes("@timestamp");
  if (!names.includes("query_name") || names.includes("class_uid")) return null;
  if (!timed)
    return { kind: null, reason: "resolver queries without a time (query_timestamp): its rows are no records" };
  const own = names.map((name) => !name.startsWith("@") && !PARTITIONS.has(name));
  const timestamp = names.indexOf("@timestamp");
  return {
    kind: "dns",
    reason: null,
    open(sink) {
      const reader = new ResolverQueryReader(sink);
      return {
        row(cells, text) {
          const query = queryOf(names, cells, own);
          query.query_timestamp ??= cells[timestamp];
          reader.object(query, text);
        },
      };
    },
  };
};
