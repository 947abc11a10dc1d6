import { appendFile, mkdtemp, rename, rm, utimes, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import pg from "pg";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { operatorCalled } from "@/lib/auth/test-people";
import { askEvidenceCheck } from "@/lib/cases/ask-evidence-check";
import { createCase } from "@/lib/cases/create-case";
import { removeEvidence } from "@/lib/cases/remove-evidence";
import { runEvidenceCheck } from "@/lib/custody/run-evidence-check";
import { pool } from "@/lib/db/pool";
import { createTestDatabase, type TestDatabase } from "@/lib/db/test-database";
import { loadEvidence } from "@/lib/ingest/load-evidence";
import { runLoad } from "@/lib/ingest/run-load";
import { flowLog } from "@/lib/ingest/test-corpus";
import { originalPath } from "@/lib/sources/original-path";
import { findEvidenceCheck } from "@/lib/timeline/evidence/find-evidence-check";
import { readRawRecord } from "@/lib/timeline/evidence/read-raw-record";

let database: TestDatabase;
let folder: string;
beforeAll(async () => {
  database = await createTestDatabase();
  folder = await mkdtemp(path.join(tmpdir(), "threadline-check-"));
});
afterAll(async () => {
  await database.drop();
  await rm(folder, { recursive: true });
});

interface Loaded {
  caseId: string;
  files: Map<string, { id: number; sha256: string }>;
}

let written = 0;
async function load(title: string, names: string[], reference = false): Promise<Loaded> {
  for (const name of names) {
    // No two files of these tests are the same.
    written += 1;
    await writeFile(path.join(folder, name), flowLog([{ minute: 1, bytes: written }, { minute: 2 }]));
  }
  const { id: caseId } = await createCase({ title });
  await loadEvidence({ caseId, paths: names.map((name) => path.join(folder, name)), reference });
  const { rows } = await pool().query<{ name: string; id: number; sha256: string }>(
    `SELECT n.name, e.id, e.sha256 FROM evidence_files e JOIN evidence_names n ON n.file_id = e.id WHERE e.case_id = $1`,
    [caseId],
  );
  return { caseId, files: new Map(rows.map(({ name, ...file }) => [name, file])) };
}

async function check(caseId: string) {
  const { checkId } = await askEvidenceCheck({ caseId }, operatorCalled("someone"));
  return runEvidenceCheck(checkId);
}

describe("a check of originals", () => {
  it("finds whole evidence as it was loaded, and keeps the verdict with its time", async () => {
    const { caseId } = await load("whole", ["w1.log", "w22.log"]);
    const seen: number[] = [];
    const { checkId } = await askEvidenceCheck({ caseId }, operatorCalled("someone"));
    expect(await askEvidenceCheck({ caseId }, operatorCalled("another"))).toEqual({ checkId });
    const verdict = await runEvidenceCheck(checkId, { onProgress: ({ filesDone }) => seen.push(filesDone) });
    expect(verdict).toMatchObject({ files: 2, faulty: 0, faults: [], audit: { brokenAt: null } });
    expect(seen.at(-1)).toBe(2);
    expect(await findEvidenceCheck(caseId)).toMatchObject({
      ...{ state: "done", actor: "someone", filesDone: 2, result: { faulty: 0 }, finishedMs: expect.any(Number) },
    });
    const { rows } = await pool().query("SELECT actor, detail FROM audit_entries WHERE action = 'evidence.checked'");
    expect(rows).toEqual([{ actor: "someone", detail: { state: "as loaded", files: 2, changed: 0 } }]);
    expect(await runEvidenceCheck(checkId)).toEqual(verdict);
  });

  it("says which original changed and which is missing", async () => {
    const { caseId, files } = await load("touched", ["t1.log", "t22.log", "t333.log"]);
    const stored = (name: string) => originalPath(database.dataDir, files.get(name)?.sha256 ?? "");
    await appendFile(stored("t1.log"), "one more line\n");
    await rm(stored("t333.log"));
    const { faulty, faults } = await check(caseId);
    expect(faulty).toBe(2);
    expect(faults).toMatchObject([
      { name: "t1.log", state: "changed", reason: expect.stringMatching(/^in the store of originals: its bytes have/) },
      { name: "t333.log", state: "missing", reason: "in the store of originals: it is not there any more" },
    ]);
  });

  it("finds an audit trail that someone wrote to", async () => {
    const { caseId } = await load("trail", ["a1.log"]);
    const owner = new pg.Client({ connectionString: database.ownerUrl });
    await owner.connect();
    await owner.query("ALTER TABLE audit_entries DISABLE TRIGGER ALL");
    await owner.query("UPDATE audit_entries SET actor = 'nobody' WHERE case_id = $1 AND action = 'load.started'", [
      caseId,
    ]);
    await owner.end();
    expect((await check(caseId)).audit.brokenAt).toMatch(/^\d+$/);
  });

  it("is begun again when it was stopped, and told as failed when it cannot be made", async () => {
    const { caseId } = await load("stopped", ["s1.log"]);
    const { checkId } = await askEvidenceCheck({ caseId }, operatorCalled("someone"));
    await expect(runEvidenceCheck(checkId, { signal: AbortSignal.abort(new Error("stopped")) })).rejects.toThrow(
      "stopped",
    );
    expect((await findEvidenceCheck(caseId))?.state).toBe("queued");
    expect(await runEvidenceCheck(checkId)).toMatchObject({ files: 1, faulty: 0 });
    await expect(runEvidenceCheck(9_999_999)).rejects.toThrow("There is no such check.");
    await expect(askEvidenceCheck({ caseId: crypto.randomUUID() }, operatorCalled("x"))).rejects.toThrow(
      "There is no such case.",
    );
  });
});

describe("evidence by reference", () => {
  it("is not copied, shows its records, and goes on doing so where only its time of change is another", async () => {
    const { caseId, files } = await load("reference", ["r1.log"], true);
    const { id: fileId, sha256 } = files.get("r1.log") ?? { id: 0, sha256: "" };
    await expect(rm(originalPath(database.dataDir, sha256))).rejects.toThrow(/ENOENT/);
    expect((await readRawRecord(caseId, { fileId, record: 1 })).sha256).toBe(sha256);
    await utimes(path.join(folder, "r1.log"), 5, 5);
    expect((await readRawRecord(caseId, { fileId, record: 2 })).text).not.toBe("");
    expect(await check(caseId)).toMatchObject({ faulty: 0 });
  });

  it("is told as changed or moved, by its path", async () => {
    const { caseId, files } = await load("moved", ["m1.log", "m22.log"], true);
    await appendFile(path.join(folder, "m1.log"), "one more\n");
    await rename(path.join(folder, "m22.log"), path.join(folder, "elsewhere.log"));
    expect((await check(caseId)).faults).toMatchObject([
      { name: "m1.log", state: "changed", reason: expect.stringContaining(`at ${path.join(folder, "m1.log")}`) },
      { name: "m22.log", state: "missing", reason: expect.stringMatching(/it was moved or deleted$/) },
    ]);
    const raw = (name: string) => readRawRecord(caseId, { fileId: files.get(name)?.id ?? 0, record: 1 });
    await expect(raw("m1.log")).rejects.toThrow(
      /^The original is not what was loaded: at .*its bytes have the SHA-256/,
    );
    await expect(raw("m22.log")).rejects.toThrow(/it was moved or deleted/);
  });

  it("is read from there again when another file is removed, and fails by name when it changed", async () => {
    const { caseId, files } = await load("removed", ["x1.log", "x22.log", "x333.log"], true);
    await appendFile(path.join(folder, "x333.log"), "changed\n");
    const opened = await removeEvidence(
      { caseId, sha256: files.get("x1.log")?.sha256 ?? "", reason: "not ours" },
      operatorCalled("x"),
    );
    const result = await runLoad(opened?.loadId ?? 0);
    expect(result).toMatchObject({ filesLoaded: 1 });
    expect(result.filesFailed).toEqual([{ name: "x333.log", reason: expect.stringMatching(/SHA-256 has changed/) }]);
    const { rows } = await pool().query("SELECT reference_path FROM evidence_files WHERE case_id = $1", [caseId]);
    expect(rows).toEqual([{ reference_path: path.join(folder, "x22.log") }]);
  });
});
