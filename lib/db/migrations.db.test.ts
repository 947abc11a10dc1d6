import pg from "pg";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { pool } from "@/lib/db/pool";
import { createTestDatabase, type TestDatabase } from "@/lib/db/test-database";
import { MADE_BY_LOADING } from "@/lib/ingest/clear-evidence";
import { migrate, readMigrations } from "../../bin/migrate.mjs";
import { schemaDiff } from "../../bin/schema-diff.mjs";

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.drop());

async function asOwner<T>(work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: database.ownerUrl });
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}

describe("the migrations", () => {
  it("make exactly the schema that Prisma is told", async () => {
    expect(await schemaDiff({ databaseUrl: database.ownerUrl })).toEqual({
      differs: false,
      sql: "-- This is an empty migration.\n",
    });
  });

  it("give every foreign key to what loading made an index: whoever drops a case looks each up by it", async () => {
    const { rows } = await asOwner((client) =>
      client.query<{ child: string; key: string }>(
        `SELECT c.conrelid::regclass::text AS child, c.conname AS key FROM pg_constraint c
          WHERE c.contype = 'f' AND c.conparentid = 0 AND c.confrelid = ANY($1::regclass[])
            AND NOT EXISTS (SELECT FROM pg_index i WHERE i.indrelid = c.conrelid AND i.indpred IS NULL
                             AND (i.indkey::int2[])[0:cardinality(c.conkey) - 1] @> c.conkey)`,
        [["cases", ...MADE_BY_LOADING]],
      ),
    );
    expect(rows).toEqual([]);
  });

  it("are applied once, also when two ask at once", async () => {
    expect(readMigrations().length).toBeGreaterThan(0);
    await asOwner((client) => client.query(`DROP SCHEMA public CASCADE; CREATE SCHEMA public`));
    const both = await Promise.all([migrate(database.ownerUrl), migrate(database.ownerUrl)]);
    expect(both.map((names) => names.length).sort()).toEqual([0, readMigrations().length]);
  });

  it("refuse a changed file and a database of a newer version", async () => {
    await asOwner((client) => client.query(`UPDATE _prisma_migrations SET checksum = 'x'`));
    await expect(migrate(database.ownerUrl)).rejects.toThrow(/has changed since it was applied/);
    await asOwner((client) => client.query(`UPDATE _prisma_migrations SET migration_name = '99990101000000_later'`));
    await expect(migrate(database.ownerUrl)).rejects.toThrow(/made by a newer one/);
  });
});

describe("the audit trail", () => {
  let trail: TestDatabase;
  beforeAll(async () => {
    trail = await createTestDatabase();
    await pool().query(
      `INSERT INTO audit_entries (actor, action, subject, detail)
       VALUES ('owner', 'case.created', 'one', '{"b": 1, "a": [2]}'), ('owner', 'case.created', 'two', '{}')`,
    );
  });
  afterAll(() => trail.drop());

  const broken = `SELECT id FROM (
      SELECT id, audit_entry_holds(a) AS own, previous_hash = lag(hash, 1, '') OVER (ORDER BY id) AS linked
        FROM audit_entries a) checked WHERE NOT own OR NOT linked ORDER BY id LIMIT 1`;

  it("chains every entry to the one before", async () => {
    const { rows } = await pool().query("SELECT id, previous_hash, hash FROM audit_entries ORDER BY id");
    expect(rows.map(({ id }) => id)).toEqual(["1", "2"]);
    expect(rows[0].previous_hash).toBe("");
    expect(rows[1].previous_hash).toBe(rows[0].hash);
    expect((await pool().query(broken)).rows).toEqual([]);
  });

  it.each([
    "UPDATE audit_entries SET actor = 'nobody'",
    "DELETE FROM audit_entries",
    "TRUNCATE audit_entries",
    "DROP TABLE audit_entries",
    "DROP TRIGGER audit_entries_append_only ON audit_entries",
    "ALTER TABLE audit_entries DISABLE TRIGGER audit_entries_only_emptied",
    "ALTER TABLE audit_entries DISABLE TRIGGER ALL",
    "ALTER TABLE audit_entries RENAME TO kept",
    "CREATE OR REPLACE FUNCTION audit_entry_only_emptied() RETURNS TRIGGER LANGUAGE sql AS 'SELECT NULL'",
    "SET session_replication_role = replica",
    "SET ROLE threadline_owner",
    "MERGE INTO audit_entries a USING audit_entries b ON a.id = b.id WHEN MATCHED THEN DELETE",
  ])("refuses the app's role: %s", async (sql) => {
    await expect(pool().query(sql)).rejects.toThrow(/permission denied|must be owner/);
  });

  it("says whether it is enforced for the role that asks", async () => {
    expect((await pool().query("SELECT audit_is_enforced() AS it")).rows).toEqual([{ it: true }]);
    const client = new pg.Client({ connectionString: trail.ownerUrl });
    await client.connect();
    expect((await client.query("SELECT audit_is_enforced() AS it")).rows).toEqual([{ it: false }]);
    await client.end();
  });

  it("names the first row that somebody with the keys to the database changed", async () => {
    const client = new pg.Client({ connectionString: trail.ownerUrl });
    await client.connect();
    await expect(client.query("UPDATE audit_entries SET subject = 'other'")).rejects.toThrow(/only ever added/);
    await client.query("ALTER TABLE audit_entries DISABLE TRIGGER audit_entries_only_emptied");
    await client.query("UPDATE audit_entries SET subject = 'three' WHERE subject = 'two'");
    const second = await client.query("SELECT max(id) AS id FROM audit_entries");
    await client.end();
    expect((await pool().query(broken)).rows).toEqual([{ id: second.rows[0].id }]);
  });
});
