import { hiveName } from "@/lib/athena/sql/hive";
import { type Sql, sql } from "@/lib/athena/sql/sql";

/** The statement that makes a database of the catalog. Throws a RangeError for any but a plain name. */
export function createDatabase(name: string): Sql {
  return sql`CREATE DATABASE IF NOT EXISTS ${hiveName(name)}`;
}
