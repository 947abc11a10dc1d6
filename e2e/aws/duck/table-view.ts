import type { DeclaredTable } from "@/e2e/aws/duck/read-ddl";
import { eventName } from "@/lib/formats/cloudtrail/event-names";

const quote = (value: string) => `'${value.replaceAll("'", "''")}'`;
const name = (value: string) => `"${value.replaceAll('"', '""')}"`;

/** The members of a struct's type and what they are. */
function membersOf(type: string): [string, string][] {
  const inner = type.slice("struct<".length, -1);
  const members: string[] = [];
  let [depth, from] = [0, 0];
  for (let at = 0; at <= inner.length; at += 1) {
    if (inner[at] === "<") depth += 1;
    if (inner[at] === ">") depth -= 1;
    if (at < inner.length && !(inner[at] === "," && depth === 0)) continue;
    members.push(inner.slice(from, at));
    from = at + 1;
  }
  return members.map((member) => [member.slice(0, member.indexOf(":")), member.slice(member.indexOf(":") + 1)]);
}

function duckType(type: string): string {
  if (type.startsWith("array<")) return `${duckType(type.slice("array<".length, -1))}[]`;
  if (type.startsWith("struct<"))
    return `STRUCT(${membersOf(type)
      .map(([member, of]) => `${name(member)} ${duckType(of)}`)
      .join(", ")})`;
  return { string: "VARCHAR", int: "INTEGER", bigint: "BIGINT" }[type] ?? type.toUpperCase();
}

/** A member of an event, which a table names in lower case. */
function ofEvent(path: string, type: string): string {
  if (type.startsWith("struct<")) {
    const members = membersOf(type).map(
      ([member, of]) => `${name(member)} := ${ofEvent(`${path}.${eventName(member)}`, of)}`,
    );
    return `CASE WHEN (event->${quote(path)}) IS NOT NULL THEN struct_pack(${members.join(", ")}) END`;
  }
  if (type.startsWith("array<")) return `CAST(NULL AS ${duckType(type)})`;
  return `(event->>${quote(path)})`;
}

/** What a partition's column says, out of the object's name by the table's template. */
function partitionValue(template: string, column: string, format: string | undefined): string {
  const names = [...template.matchAll(/\$\{([a-z_]+)\}/g)].map(([, found]) => found);
  const days = (format ?? "").split("/").length;
  const pattern = template
    .replace(/[.\\+*?^$()[\]{}|]/g, "\\$&")
    .replace(/\\\$\\\{([a-z_]+)\\\}/g, (_, found: string) =>
      found === column && days > 1 ? "([^/]+/[^/]+/[^/]+)" : "([^/]+)",
    );
  // Only the day is cut by slashes, and it is the last of them.
  return `regexp_extract("$path", ${quote(pattern)}, ${names.indexOf(column) + 1})`;
}

/**
 * A table over files, as Athena's SerDe reads them: what a line lacks is nothing, what it has too much is dropped, JSON's members
 * are found in any case, a file of CloudTrail is cut into its events.
 */
export function tableView(table: DeclaredTable, files: readonly string[], folder: string): string {
  const list = `[${files.map(quote).join(", ")}]`;
  const own = table.columns.map(({ name: column, type }, at) => {
    if (table.serde === "lines") return `cells[${at + 1}] AS ${name(column)}`;
    if (table.serde === "cloudtrail") return `${ofEvent(`$.${eventName(column)}`, type)} AS ${name(column)}`;
    return `CAST(${name(column)} AS ${duckType(type)}) AS ${name(column)}`;
  });
  const path = `'s3://' || substr(filename, ${folder.length + 2}) AS "$path"`;
  const rows = {
    lines: () =>
      `SELECT string_split(line, ' ') AS cells, ${path} FROM read_csv(${list}, columns = {'line': 'VARCHAR'}, delim = '\x01', quote = '', escape = '', header = false, skip = 1, filename = true)`,
    json: () => {
      const columns = table.columns.map(({ name: column, type }) => {
        const cased = duckType(type)
          .replaceAll('"rdata"', '"Rdata"')
          .replaceAll('"type"', '"Type"')
          .replaceAll('"class"', '"Class"');
        return `${quote(column)}: ${quote(cased)}`;
      });
      return `SELECT *, ${path} FROM read_json(${list}, format = 'newline_delimited', columns = {${columns.join(", ")}}, ignore_errors = true, filename = true)`;
    },
    cloudtrail: () =>
      `SELECT unnest("Records") AS event, ${path} FROM read_json(${list}, columns = {'Records': 'JSON[]'}, maximum_object_size = 67108864, filename = true)`,
    parquet: () => `SELECT *, ${path} FROM read_parquet(${list}, filename = true)`,
  }[table.serde]();
  const template = table.properties["storage.location.template"] ?? "";
  const partitions = table.partitions.map(
    ({ name: column }) =>
      `${partitionValue(template, column, table.properties[`projection.${column}.format`])} AS ${name(column)}`,
  );
  return `CREATE OR REPLACE VIEW ${name(table.database)}.${name(table.name)} AS
    SELECT ${[...own, ...partitions, '"$path"'].join(",\n")} FROM (${rows})`;
}
