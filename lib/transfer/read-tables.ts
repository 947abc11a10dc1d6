import type pg from "pg";
import { NOT_KEPT } from "@/lib/transfer/backup-layout";

export interface TableShape {
  name: string;
  columns: string[];
}

/**
 * The plain tables of the database, with the columns that a row is given, in an order in which what refers to another comes
 * after it. Bulk tables, whose rows stand in one table a load, are not among them, nor what is not kept.
 */
export async function readTables(client: pg.ClientBase): Promise<TableShape[]> {
  const { rows } = await client.query<TableShape>(
    `SELECT c.relname AS name, array_agg(a.attname::text ORDER BY a.attnum) AS columns
       FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped AND a.attgenerated = ''
      WHERE c.relnamespace = 'public'::regnamespace AND c.relkind = 'r' AND NOT c.relispartition
        AND c.relname !~ '^(flow_records|flow_packs|flow_minutes|dns_queries|api_calls)_l[0-9]+$'
      GROUP BY c.relname ORDER BY c.relname`,
  );
  const { rows: references } = await client.query<{ child: string; parent: string }>(
    `SELECT k.relname AS child, p.relname AS parent FROM pg_constraint f
       JOIN pg_class k ON k.oid = f.conrelid JOIN pg_class p ON p.oid = f.confrelid
      WHERE f.contype = 'f' AND f.conrelid <> f.confrelid AND k.relnamespace = 'public'::regnamespace`,
  );
  return inOrder(
    rows.filter(({ name }) => !NOT_KEPT.has(name)),
    references,
  );
}

/** Throws where tables refer to each other in a circle: there is no such order. */
export function inOrder(
  tables: readonly TableShape[],
  references: readonly { child: string; parent: string }[],
): TableShape[] {
  const waiting = new Map(tables.map((table) => [table.name, table]));
  const ordered: TableShape[] = [];
  while (waiting.size > 0) {
    const free = [...waiting.values()].filter(
      ({ name }) => !references.some(({ child, parent }) => child === name && waiting.has(parent)),
    );
    if (free.length === 0) throw new Error(`tables refer to each other: ${[...waiting.keys()].join(", ")}`);
    for (const table of free) {
      waiting.delete(table.name);
      ordered.push(table);
    }
  }
  return ordered;
}

/** Names of the migrations that were applied, in their order. */
export async function readMigrationNames(client: pg.ClientBase): Promise<string[]> {
  const { rows } = await client.query<{ name: string }>(
    `SELECT migration_name AS name FROM _prisma_migrations
      WHERE finished_at IS NOT NULL AND rolled_back_at IS NULL ORDER BY migration_name`,
  );
  return rows.map(({ name }) => name);
}
