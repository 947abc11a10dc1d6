import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { OPERATOR } from "@/lib/auth/person";
import { addIndicator } from "@/lib/cases/add-indicator";
import { pinSubject } from "@/lib/cases/annotations/pin-subject";
import { askPurge } from "@/lib/cases/ask-purge";
import { createCase } from "@/lib/cases/create-case";
import { describeCase } from "@/lib/cases/describe-case";
import { removeEvidence } from "@/lib/cases/remove-evidence";
import { startLoad } from "@/lib/cases/start-load";
import { pool } from "@/lib/db/pool";
import { createTestDatabase, type TestDatabase } from "@/lib/db/test-database";
import { loadEvidence } from "@/lib/ingest/load-evidence";
import { runLoad } from "@/lib/ingest/run-load";
import { flowLog, writeFiles } from "@/lib/ingest/test-corpus";

let database: TestDatabase;
let folder: string;
beforeAll(async () => {
  database = await createTestDatabase();
  folder = await mkdtemp(path.join(tmpdir(), "threadline-while-"));
  await writeFiles(folder, {
    "first.log": flowLog([{ minute: 1 }]),
    "second.log": flowLog([{ minute: 2 }, { minute: 3 }]),
  });
});
afterAll(async () => {
  await database.drop();
  await rm(folder, { recursive: true });
});

/** Does something while a load's transaction stands before a table that it is about to write to, with all that it did before. */
async function whileStanding(table: string, load: () => Promise<unknown>, act: () => Promise<void>): Promise<void> {
  const other = await pool().connect();
  try {
    await other.query(`BEGIN; LOCK TABLE ${table} IN SHARE ROW EXCLUSIVE MODE`);
    const loading = load();
    const waits = "SELECT FROM pg_locks WHERE relation = $1::regclass AND NOT granted";
    while ((await pool().query(waits, [table])).rowCount === 0);
    try {
      await act();
    } finally {
      await other.query("ROLLBACK");
      await loading;
    }
  } finally {
    other.release(true);
  }
}

async function loadedCase(title: string) {
  const { id: caseId } = await createCase({ title });
  await loadEvidence({ caseId, paths: [path.join(folder, "first.log")] });
  const { loadId } = await startLoad({ caseId, paths: [path.join(folder, "second.log")] });
  const { rows } = await pool().query<{ sha256: string }>("SELECT sha256 FROM evidence_files WHERE case_id = $1", [
    caseId,
  ]);
  return { caseId, loadId, sha256: rows[0]?.sha256 ?? "" };
}

describe.each([
  ["a file is read", "evidence_names"],
  ["minutes are rolled up", "flow_minutes"],
])("while %s", (_when, table) => {
  it("people go on working on the case", async () => {
    const { caseId, loadId } = await loadedCase("worked on");
    const subject = { kind: "instance" as const, instanceId: "i-0a1b2c3d4e5f60001" };
    await whileStanding(
      table,
      () => runLoad(loadId),
      async () => {
        await addIndicator({ caseId, kind: "address", value: "198.51.100.7" });
        await pinSubject({ caseId, subject, title: "web-1", at: null }, OPERATOR);
        await describeCase({ caseId, title: "worked on, and named" }, OPERATOR);
      },
    );
  });

  it("evidence and case are not taken away, which is said at once", async () => {
    const { caseId, loadId, sha256 } = await loadedCase("kept");
    await whileStanding(
      table,
      () => runLoad(loadId),
      async () => {
        const removed = removeEvidence({ caseId, sha256, reason: "wrong host" }, OPERATOR);
        await expect(removed).rejects.toMatchObject({ code: "conflict", message: /A load into this case is running/ });
        const purged = askPurge({ caseId, title: "kept" }, OPERATOR);
        await expect(purged).rejects.toMatchObject({ code: "conflict", message: /A load into this case is running/ });
      },
    );
    const { rows } = await pool().query("SELECT state FROM loads WHERE id = $1", [loadId]);
    expect(rows).toEqual([{ state: "done" }]);
  });
});
