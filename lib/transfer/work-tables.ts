import type { Transaction } from "@/lib/db/client";
import { MADE_BY_LOADING } from "@/lib/ingest/clear-evidence";
import { NOT_TAKEN } from "@/lib/transfer/case-layout";
import { inOrder } from "@/lib/transfer/read-tables";

export interface WorkTable {
  name: string;
  columns: string[];
  /** A column that the database numbers; null where rows have names of their own. */
  numbered: string | null;
  /** Columns that are null where nothing is known. */
  optional: string[];
  /** Columns that refer to another table, or to this one. */
  references: { column: string; table: string }[];
  /** False for one that belongs to a case by what it refers to. */
  ofCase: boolean;
}

/** What refers to another table without the database knowing it. */
const ALSO: readonly { child: string; column: string; parent: string }[] = [
  { child: "case_versions", column: "review_id", parent: "case_reviews" },
];

/** The tables of what people said in a case, as the database has them now, in an order in which what refers to a row comes after it. */
export async function readWorkTables(transaction: Transaction): Promise<WorkTable[]> {
  const tables = await transaction.$queryRaw<Omit<WorkTable, "references" | "ofCase">[]>`
    SELECT c.relname AS name, array_agg(a.attname::text ORDER BY a.attnum) AS columns,
           max(a.attname::text) FILTER (WHERE pg_get_serial_sequence(c.oid::regclass::text, a.attname) IS NOT NULL) AS numbered,
           coalesce(array_agg(a.attname::text) FILTER (WHERE NOT a.attnotnull), '{}') AS optional
      FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped AND a.attgenerated = ''
     WHERE c.relnamespace = 'public'::regnamespace AND c.relkind = 'r' AND NOT c.relispartition
     GROUP BY c.relname ORDER BY c.relname`;
  const known = await transaction.$queryRaw<{ child: string; column: string; parent: string }[]>`
    SELECT k.relname AS child, a.attname::text AS column, p.relname AS parent FROM pg_constraint f
      JOIN pg_class k ON k.oid = f.conrelid JOIN pg_class p ON p.oid = f.confrelid
      JOIN pg_attribute a ON a.attrelid = k.oid AND a.attnum = f.conkey[1]
     WHERE f.contype = 'f' AND k.relnamespace = 'public'::regnamespace`;
  const references = [...known, ...ALSO];
  const left: ReadonlySet<string> = new Set([...MADE_BY_LOADING, ...NOT_TAKEN]);
  const ofCase = new Set(
    tables.filter(({ name, columns }) => columns.includes("case_id") && !left.has(name)).map(({ name }) => name),
  );
  const taken = new Set(ofCase);
  for (const { child, parent } of references)
    if (ofCase.has(parent) && !tables.find(({ name }) => name === child)?.columns.includes("case_id")) taken.add(child);
  const ordered = inOrder(
    tables.filter(({ name }) => taken.has(name)),
    references.filter(({ child, parent }) => child !== parent),
  );
  return ordered.map(({ name }) => {
    const table = tables.find((one) => one.name === name);
    if (!table) throw new Error("a table that was read is there");
    return {
      ...table,
      references: references
        .filter(({ child }) => child === name)
        .map(({ column, parent }) => ({ column, table: parent })),
      ofCase: ofCase.has(name),
    };
  });
}
