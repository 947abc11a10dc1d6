import { access, mkdtemp, rm, truncate, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { gzipSync } from "node:zlib";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createCase } from "@/lib/cases/create-case";
import { dropCase } from "@/lib/cases/drop-case";
import { recordCopyPath } from "@/lib/custody/record-copy/copy-layout";
import { makeRecordCopies } from "@/lib/custody/record-copy/make-record-copies";
import { readRecordCopy } from "@/lib/custody/record-copy/read-record-copy";
import { writeRecordCopy } from "@/lib/custody/record-copy/write-record-copy";
import { pool } from "@/lib/db/pool";
import { createTestDatabase, type TestDatabase } from "@/lib/db/test-database";
import { findRecordText } from "@/lib/formats/find-record-text";
import { loadEvidence } from "@/lib/ingest/load-evidence";
import { flowLog } from "@/lib/ingest/test-corpus";
import { openLog } from "@/lib/sources/open-log";
import { originalPath } from "@/lib/sources/original-path";
import { readRawRecord } from "@/lib/timeline/evidence/read-raw-record";

const LINES = 120_000;
let database: TestDatabase;
let folder: string;
beforeAll(async () => {
  database = await createTestDatabase();
  folder = await mkdtemp(path.join(tmpdir(), "threadline-copy-"));
});
afterAll(async () => {
  await database.drop();
  await rm(folder, { recursive: true });
});

const logOf = (lines: number) =>
  flowLog(Array.from({ length: lines }, (_, n) => ({ minute: n % 1_000, port: n % 60_000, bytes: 1 + n })));

async function load(name: string, content: Uint8Array) {
  await writeFile(path.join(folder, name), content);
  const { id: caseId } = await createCase({ title: name });
  await loadEvidence({ caseId, paths: [path.join(folder, name)] });
  const { rows } = await pool().query<{ id: number; sha256: string }>(
    "SELECT id, sha256 FROM evidence_files WHERE case_id = $1",
    [caseId],
  );
  return { caseId, fileId: rows[0]?.id as number, sha256: rows[0]?.sha256 as string };
}

describe("a record copy", () => {
  it("holds the text of every record, the rejected ones apart, as the original does", async () => {
    const lines = logOf(12_000).split("\n");
    const log = [...lines.slice(0, 5), "broken line", "", ...lines.slice(5)].join("\n");
    const source = path.join(folder, "some.log.gz");
    await writeFile(source, gzipSync(log));
    const sha256 = "ab".repeat(32);
    await writeRecordCopy(database.dataDir, { sha256, path: source });
    const original = await findRecordText(openLog(source).chunks, 1, Number.POSITIVE_INFINITY);
    expect(original.size).toBe(12_000);
    const copied = new Map<number, unknown>();
    for (const record of original.keys()) {
      if (copied.has(record)) continue;
      for (const [number, text] of (await readRecordCopy(database.dataDir, sha256, record)) ?? [])
        copied.set(number, text);
    }
    expect(JSON.stringify([...copied])).toBe(JSON.stringify([...original]));
  });

  it("is nothing to rely on when it is damaged or was made with other columns", async () => {
    const source = path.join(folder, "small.log");
    await writeFile(source, logOf(10));
    const sha256 = "cd".repeat(32);
    await writeRecordCopy(database.dataDir, { sha256, path: source });
    expect(await readRecordCopy(database.dataDir, sha256, 3)).not.toBeNull();
    expect(await readRecordCopy(database.dataDir, sha256, 3, ["srcaddr"])).toBeNull();
    expect(await readRecordCopy(database.dataDir, "ef".repeat(32), 3)).toBeNull();
    await truncate(recordCopyPath(database.dataDir, sha256), 30);
    expect(await readRecordCopy(database.dataDir, sha256, 3)).toBeNull();
  });

  it("is made of large files, answers for them, and goes with the last case that holds them", async () => {
    const { caseId, fileId, sha256 } = await load("large.log.gz", gzipSync(logOf(LINES)));
    await makeRecordCopies({ fileId });
    const block = await readRecordCopy(database.dataDir, sha256, LINES);
    const raw = await readRawRecord(caseId, { fileId, record: LINES });
    expect(raw.text).toBe(block?.get(LINES)?.text);
    expect(raw.text).toContain(` ${LINES} `);
    await dropCase(caseId);
    await expect(access(recordCopyPath(database.dataDir, sha256))).rejects.toThrow(/ENOENT/);
  });

  it("is made of no original that changed, and stands in for none that is gone", async () => {
    const { caseId, fileId, sha256 } = await load("gone.log.gz", gzipSync(logOf(LINES + 1)));
    await makeRecordCopies({ fileId });
    await rm(originalPath(database.dataDir, sha256));
    await expect(readRawRecord(caseId, { fileId, record: 9 })).rejects.toThrow("The stored file cannot be read.");
    await rm(recordCopyPath(database.dataDir, sha256));
    await writeFile(originalPath(database.dataDir, sha256), gzipSync(logOf(LINES)));
    await makeRecordCopies({ fileId });
    await expect(access(recordCopyPath(database.dataDir, sha256))).rejects.toThrow(/ENOENT/);
  });
});
