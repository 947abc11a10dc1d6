import { isoInstant } from "@/lib/investigate/iso-instant";
import type { MarkedTerm, Query, TextTerm, ValueTest } from "@/lib/search/query.types";
import { type FieldName, type FieldType, searchField } from "@/lib/search/search-field";
import { columnsOf, groupsOf, meantBy, narrowQuery } from "@/lib/timeline/search/narrow-query";
import type { AnySearchColumns, SearchColumn } from "@/lib/timeline/search/search-columns";

/** Takes the values of a statement; each stands in its text as what `add` gives. */
interface Values {
  add(value: unknown): string;
}

const LAST_MS = Date.UTC(9999, 11, 31, 23, 59, 59, 999);

/**
 * SQL that is true for the records of a source that a query asks for, false for all others and never null; plain `true` or
 * `false` where that holds for every record. What was typed stands in parameters alone. A field that records of the source
 * do not have is passed by none of them.
 */
export function compileQuery(query: Query | null, columns: AnySearchColumns, at: Values): string {
  // What holds of every record goes first: a parameter of a condition that is left out would belong to nothing.
  const left = narrowQuery(query, columns);
  return typeof left === "boolean" ? String(left) : toSql(left, columns, at);
}

/** True where no record of the source can be meant, so that none need be looked at. */
export function meansNone(query: Query | null, columns: AnySearchColumns): boolean {
  return narrowQuery(query, columns) === false;
}

function toSql(query: Query, columns: AnySearchColumns, at: Values): string {
  switch (query.kind) {
    case "and":
    case "or":
      return `(${query.parts.map((part) => toSql(part, columns, at)).join(query.kind === "and" ? " AND " : " OR ")})`;
    case "not":
      return `NOT ${toSql(query.part, columns, at)}`;
    case "text":
      return textSql(query, columns, at);
    case "field":
      return fieldSql(query.field, query.test, columns, at);
    case "marked":
      return markedSql(query, columns, at);
  }
}

/** By number, hashed once: however many records are looked at, each costs one look. */
function markedSql(term: MarkedTerm, columns: AnySearchColumns, at: Values): string {
  const { alias, group, instanceId } = columns;
  const groups = groupsOf(term, columns);
  const among = (row: string, names: string, types: string, rows: readonly object[]) =>
    `${row} IN (SELECT ${names} FROM jsonb_to_recordset(${at.add(JSON.stringify(rows))}::jsonb) AS m(${types}))`;
  const tests = [
    ...(term.records.length === 0
      ? []
      : [
          among(
            `(${alias}.file_id, ${alias}.record_no)`,
            ...(['m."fileId", m.record', '"fileId" int, record int'] as const),
            term.records.map(({ fileId, record }) => ({ fileId, record })),
          ),
        ]),
    ...(groups.length === 0
      ? []
      : [
          instanceId === undefined
            ? // A key is made of those alone whose instance has such a group: it costs more than all else.
              `CASE WHEN ${alias}.instance_id = ANY(${at.add([...new Set(groups.map((of) => of.instanceId))])}::text[])
                    THEN ${among(`(${alias}.instance_id, ${group})`, 'm."instanceId", m.key', '"instanceId" text, key bytea', groups.map(bytesOf))} END`
            : `${group} = ANY(${at.add(groups.map((of) => bytesOf(of).key))}::bytea[])`,
        ]),
  ];
  return anyOf(tests);
}

/** As the database reads bytes from text; what is no key is that of nothing. */
const bytesOf = ({ instanceId, key }: MarkedTerm["groups"][number]) => ({
  instanceId,
  key: /^[0-9a-f]{64}$/.test(key) ? `\\x${key}` : "",
});

function fieldSql(field: FieldName, test: ValueTest, columns: AnySearchColumns, at: Values): string {
  return anyOf(columnsOf(field, columns).map((column) => valueSql(column, test, searchField(field).type, at)));
}

function textSql(term: TextTerm, columns: AnySearchColumns, at: Values): string {
  const { parts, network, port } = term;
  const like = (column: SearchColumn, all: readonly string[]) =>
    valueSql(column, { kind: "like", parts: all }, "text", at);
  const { texts, words, addresses, ports } = meantBy(term, columns);
  return anyOf([
    ...texts.map((column) => like(column, ["", ...parts, ""])),
    ...words.map((column) => like(column, parts)),
    ...addresses.map((column) => valueSql(column, { kind: "within", network: network ?? "" }, "address", at)),
    ...ports.map((column) => valueSql(column, { kind: "between", min: port, max: port }, "port", at)),
  ]);
}

function anyOf(tests: readonly string[]): string {
  return `((${tests.join(" OR ")}) IS TRUE)`;
}

function valueSql({ sql, list }: SearchColumn, test: ValueTest, type: FieldType, at: Values): string {
  const passes = passesSql(list ? "v.v" : sql, test, type, at);
  return list ? `EXISTS (SELECT FROM unnest(${sql}) AS v(v) WHERE ${passes})` : passes;
}

function passesSql(value: string, test: ValueTest, type: FieldType, at: Values): string {
  switch (test.kind) {
    case "any":
      return `${value} IS NOT NULL`;
    case "within":
      return `${value} <<= ${at.add(test.network)}::inet`;
    case "is":
      return `${value} = ${at.add(test.choice)}::text`;
    case "between":
      return betweenSql(value, test, type, at);
    case "like": {
      const folded = `lower(${value} COLLATE "C")`;
      const [only = ""] = test.parts;
      if (test.parts.length === 1) return `${folded} = ${at.add(only)}::text`;
      return `${folded} LIKE ${at.add(test.parts.map(plain).join("%"))}::text`;
    }
  }
}

/** A text in a pattern of LIKE that means itself. */
function plain(text: string): string {
  return text.replace(/[\\%_]/g, "\\$&");
}

function betweenSql(
  value: string,
  { min, max }: Extract<ValueTest, { kind: "between" }>,
  type: FieldType,
  at: Values,
): string {
  const bound = (number: number) =>
    type === "instant"
      ? `${at.add(isoInstant(Math.min(Math.max(number, 0), LAST_MS)))}::timestamptz(3)`
      : `${at.add(String(number))}::bigint`;
  const tests = [
    ...(min === null ? [] : [`${value} >= ${bound(min)}`]),
    ...(max === null ? [] : [`${value} <= ${bound(max)}`]),
  ];
  return tests.length === 0 ? `${value} IS NOT NULL` : `(${tests.join(" AND ")})`;
}
