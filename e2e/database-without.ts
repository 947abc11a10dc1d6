import { Client } from "pg";
import { openDatabase } from "../bin/database.mjs";

/** Does something while the application's database lacks a table, as if a disk or a hand had taken it; it is there again afterwards. */
export async function databaseWithout(table: string, work: () => Promise<void>): Promise<void> {
  const dataDir = process.env.THREADLINE_DATA_DIR ?? ".threadline";
  const database = await openDatabase({ dataDir, databaseUrl: null, ownerUrl: null }, { bringUpToDate: false });
  const client = new Client({ connectionString: database.ownerUrl });
  try {
    await client.connect();
    const [from, to] = [client.escapeIdentifier(table), client.escapeIdentifier(`${table}_away`)];
    await client.query(`ALTER TABLE ${from} RENAME TO ${to}`);
    try {
      await work();
    } finally {
      await client.query(`ALTER TABLE ${to} RENAME TO ${from}`);
    }
  } finally {
    await client.end();
    await database.stop();
  }
}
