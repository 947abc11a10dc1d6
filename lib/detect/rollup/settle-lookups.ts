import type { RunContext } from "@/lib/detect/run-context";
import { loadTable } from "@/lib/ingest/load-tables";

/**
 * Looks over the pages of lookups that were written since the database last did: until then a count out of an index reads the rows
 * too. The database would come to it by itself, but to the last fifth of a load maybe never. What it did before costs nothing.
 */
export async function settleLookups({ client, loads }: RunContext): Promise<void> {
  const { rows } = await client.query<{ name: string }>(
    "SELECT name FROM unnest($1::text[]) name WHERE to_regclass(name) IS NOT NULL ORDER BY 1",
    [loads.map((load) => loadTable("dns_queries", Number(load)))],
  );
  for (const { name } of rows) await client.query(`VACUUM (SKIP_LOCKED) ${name}`);
}
