import { identifier, join, type Sql, sql } from "@/lib/athena/sql/sql";
import type { LogTable } from "@/lib/athena/tables/log-table.types";

/** The table by its whole name. */
export function nameOf(table: Pick<LogTable, "database" | "name">): Sql {
  return sql`${identifier(table.database)}.${identifier(table.name)}`;
}

/** The same columns out of several tables, one under the other. */
export function under(selects: readonly Sql[]): Sql {
  return join(selects, sql`\n  UNION ALL\n  `);
}
