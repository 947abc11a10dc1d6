import pg from "pg";

const MODES: Record<string, string> = { O: "ENABLE", A: "ENABLE ALWAYS", R: "ENABLE REPLICA" };

/**
 * Lets rows into these tables as they are: what the tables' own triggers would add or number anew is in the rows already.
 * Gives what puts every trigger back as it was, in the same transaction; references stay checked all along.
 */
export async function withoutTriggers(client: pg.Client, tables: readonly string[]): Promise<() => Promise<void>> {
  const { rows } = await client.query<{ name: string; table: string; mode: string }>(
    `SELECT t.tgname AS name, c.relname AS "table", t.tgenabled::text AS mode FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid
      WHERE NOT t.tgisinternal AND t.tgenabled <> 'D' AND c.relname = ANY($1) AND c.relnamespace = 'public'::regnamespace`,
    [tables],
  );
  const change = async (words: (mode: string) => string) => {
    for (const { name, table, mode } of rows)
      await client.query(
        `ALTER TABLE ${pg.escapeIdentifier(table)} ${words(mode)} TRIGGER ${pg.escapeIdentifier(name)}`,
      );
  };
  await change(() => "DISABLE");
  return () => change((mode) => MODES[mode] ?? "ENABLE");
}
