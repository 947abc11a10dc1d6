import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createCase } from "@/lib/cases/create-case";
import { pool } from "@/lib/db/pool";
import { createTestDatabase, type TestDatabase } from "@/lib/db/test-database";
import { loadEvidence } from "@/lib/ingest/load-evidence";
import { corpus, writeFiles } from "@/lib/ingest/test-corpus";

let database: TestDatabase;
let folder: string;
beforeAll(async () => {
  database = await createTestDatabase();
  folder = await mkdtemp(path.join(tmpdir(), "threadline-corpus-"));
  await writeFiles(folder, corpus());
});
afterAll(async () => {
  await database.drop();
  await rm(folder, { recursive: true });
});

async function account(caseId: string) {
  const files = await pool().query<Record<string, string | number>>(
    `SELECT (SELECT string_agg(name, ' ' ORDER BY name) FROM evidence_names WHERE file_id = e.id) AS name, kind,
       records::int, duplicates::int, rejected::int, blank::int, headers::int
     FROM evidence_files e WHERE case_id = $1 ORDER BY 1`,
    [caseId],
  );
  return files.rows;
}

describe("loadEvidence", () => {
  it("accounts for every file of a folder, and adds nothing the second time", async () => {
    const { id: caseId } = await createCase({ title: "twice" });
    const first = await loadEvidence({ caseId, paths: [folder] });
    const counts = await account(caseId);
    console.log(first, counts);
    expect(first).toMatchObject({ state: "done", filesLoaded: 11, filesKnown: 1, filesFailed: [], rejected: 1 });
    const second = await loadEvidence({ caseId, paths: [folder] });
    expect(second).toMatchObject({ state: "done", filesLoaded: 0, filesKnown: 12, records: 0 });
    expect(await account(caseId)).toEqual(counts);
  });
});
