import pg from "pg";
import { afterAll, beforeAll, expect, it } from "vitest";
import { askOften } from "@/lib/db/ask-often";
import { pool } from "@/lib/db/pool";
import { createTestDatabase, type TestDatabase } from "@/lib/db/test-database";

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.drop());

it("plans a text once on a connection, and answers each time from what is there then", async () => {
  const text = "SELECT count(*)::int AS count FROM cases WHERE title = $1";
  expect((await askOften(text, ["asked often"])).rows).toEqual([{ count: 0 }]);
  await pool().query("INSERT INTO cases (id, title) VALUES (gen_random_uuid(), 'asked often')");
  expect((await askOften(text, ["asked often"])).rows).toEqual([{ count: 1 }]);
  expect((await askOften(text, ["another"])).rows).toEqual([{ count: 0 }]);
  const { rows } = await pool().query("SELECT statement FROM pg_prepared_statements WHERE statement = $1", [text]);
  expect(rows).toHaveLength(1);
});

it("answers after a column was given another type", async () => {
  const text = "SELECT title FROM cases WHERE title = $1";
  await askOften(text, ["asked often"]);
  const owner = new pg.Client({ connectionString: database.ownerUrl });
  await owner.connect();
  await owner.query("ALTER TABLE cases ALTER COLUMN title TYPE varchar");
  await owner.end();
  await expect(askOften(text, ["asked often"])).resolves.toMatchObject({ rowCount: 1 });
});
