import { identifier, list, type Sql, sql } from "@/lib/athena/sql/sql";
import { LEFTOVER } from "@/lib/athena/tables/flow-columns";
import type { LogTable } from "@/lib/athena/tables/log-table.types";
import { flowFields } from "@/lib/formats/vpc-flow/flow-fields";

/** Records as the table has them, under names by which the readers of `lib/formats` know them. */
export function recordColumns(table: LogTable): Sql {
  if (table.form === "ocsf") {
    // UNLOAD takes no time with a zone; each of those says again what the number of milliseconds beside it says.
    const kept = table.columns.filter(({ type }) => !type.startsWith("timestamp"));
    return list(kept.map(({ name }) => identifier(name)));
  }
  const own = table.columns.filter(({ name }) => name !== LEFTOVER);
  const columns = own.map(({ name }) => columnOf(table, name, own[own.length - 1]?.name ?? name));
  return list([...columns, ...fromFolders(table)]);
}

/**
 * A line that has too few values or too many is damaged, and none of them can be trusted to be in its place. Without a time it
 * is refused by the reader, which keeps it and counts it.
 */
function columnOf(table: LogTable, name: string, last: string): Sql {
  const column = identifier(name);
  const strict = table.columns.some((other) => other.name === LEFTOVER);
  if (!strict || (name !== "start" && name !== "end")) return column;
  return sql`CASE WHEN ${identifier(last)} IS NOT NULL AND ${identifier(LEFTOVER)} IS NULL THEN ${column} END AS ${column}`;
}

/** Account and region of records in Parquet whose format has no column for them: their folders say it. */
function fromFolders(table: LogTable): Sql[] {
  if (!table.parquet || (table.kind !== "vpc-flow" && table.kind !== "tgw-flow")) return [];
  const known = flowFields(table.columns.map(({ name }) => name)) ?? [];
  const hint = (field: string, column: string | null, name: Sql) =>
    column === null || known.includes(field) ? [] : [sql`${identifier(column)} AS ${name}`];
  return [...hint("account-id", table.account, sql`account_id`), ...hint("region", table.region, sql`region`)];
}
