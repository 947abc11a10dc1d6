import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import pg from "pg";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createCase } from "@/lib/cases/create-case";
import { createTestDatabase, type TestDatabase } from "@/lib/db/test-database";
import { loadEvidence } from "@/lib/ingest/load-evidence";
import { flowLog, writeFiles } from "@/lib/ingest/test-corpus";

let database: TestDatabase;
let folder: string;
let owner: pg.Client;

beforeAll(async () => {
  database = await createTestDatabase();
  folder = await mkdtemp(path.join(tmpdir(), "threadline-race-"));
  await writeFiles(folder, { "flow.log": flowLog([{ minute: 1, port: 20_001, bytes: 5 }]) });
  owner = new pg.Client({ connectionString: database.ownerUrl });
  await owner.connect();
  // A sequence goes on whatever is rolled back: the database refuses so many files as it does the loser of a deadlock.
  await owner.query(`
    CREATE SEQUENCE tries MINVALUE 0 START 0;
    CREATE TABLE losses (times bigint);
    GRANT ALL ON SEQUENCE tries TO PUBLIC; GRANT ALL ON losses TO PUBLIC;
    CREATE FUNCTION lose() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
      IF nextval('tries') < (SELECT times FROM losses) THEN RAISE EXCEPTION 'deadlock detected' USING ERRCODE = '40P01'; END IF;
      RETURN NULL;
    END $$;
    CREATE TRIGGER lose AFTER INSERT ON evidence_files FOR EACH STATEMENT EXECUTE FUNCTION lose()`);
});
afterAll(async () => {
  await owner.end();
  await database.drop();
  await rm(folder, { recursive: true });
});

async function loadLosing(times: number) {
  await owner.query("TRUNCATE losses; ALTER SEQUENCE tries RESTART");
  await owner.query("INSERT INTO losses VALUES ($1)", [times]);
  const { id: caseId } = await createCase({ title: `lost ${times} times` });
  const result = await loadEvidence({ caseId, paths: [folder] });
  const { rows } = await owner.query("SELECT last_value::int + 1 AS tries FROM tries");
  return { result, tries: rows[0].tries };
}

describe("a file whose transaction the database undid for another's sake", () => {
  it("is read again, and loaded once", async () => {
    const { result, tries } = await loadLosing(2);
    expect(result).toMatchObject({ state: "done", records: 1, filesFailed: [] });
    expect(tries).toBe(3);
  });

  it("fails by itself when it loses each time, and is named", async () => {
    const { result, tries } = await loadLosing(100);
    expect(result).toMatchObject({ state: "failed", records: 0 });
    expect(result.filesFailed).toHaveLength(1);
    expect(tries).toBe(4);
  });
});
