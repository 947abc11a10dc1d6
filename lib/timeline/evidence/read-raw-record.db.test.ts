import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { gzipSync } from "node:zlib";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createCase } from "@/lib/cases/create-case";
import { pool } from "@/lib/db/pool";
import { createTestDatabase, type TestDatabase } from "@/lib/db/test-database";
import { loadEvidence } from "@/lib/ingest/load-evidence";
import { corpus, flowLog, writeFiles } from "@/lib/ingest/test-corpus";
import { originalPath } from "@/lib/sources/original-path";
import { readRawRecord } from "@/lib/timeline/evidence/read-raw-record";

let database: TestDatabase;
let folder: string;
let caseId: string;

/** So many lines, each unlike the others. */
const linesOf = (count: number, port: number) =>
  flowLog(
    Array.from({ length: count }, (_, n) => ({
      minute: 1_000 + n,
      port: 20_000 + port,
      bytes: 1 + ((n * 7_919) % 99_991),
    })),
  );

beforeAll(async () => {
  database = await createTestDatabase();
  folder = await mkdtemp(path.join(tmpdir(), "threadline-raw-"));
  const log = Buffer.from(linesOf(60, 1).replaceAll("\n", "\r\n"));
  const cuts = [0, 700, 701, 2_000, log.length];
  const members = cuts.slice(1).map((end, at) => gzipSync(log.subarray(cuts[at], end)));
  await writeFiles(folder, { ...corpus(), "flow/members.log.gz": Buffer.concat(members) });
  await writeFiles(folder, { "flow/cut.log.gz": gzipSync(Buffer.from(linesOf(4_000, 2))).subarray(0, 12_000) });
  ({ id: caseId } = await createCase({ title: "raw" }));
  await writeFiles(folder, { "flow/wrong.log": `${linesOf(3, 3)}2 123456789012 not a flow record\n` });
  await loadEvidence({ caseId, paths: [folder] });
});
afterAll(async () => {
  await database.drop();
  await rm(folder, { recursive: true });
});

interface Stored {
  fileId: number;
  record: number;
  /** What must stand in the raw record. */
  says: string[];
}

async function allRecords(): Promise<Stored[]> {
  const { rows } = await pool().query<Stored>(
    `SELECT file_id AS "fileId", record_no AS record, ARRAY[host(source_ip), host(destination_ip), bytes::text] AS says FROM flow_records
     UNION ALL SELECT q.file_id, q.record_no, ARRAY[n.name, q.type] FROM dns_queries q JOIN dns_names n ON n.id = q.name_no
     UNION ALL SELECT file_id, record_no, ARRAY[event_id, event_name] FROM api_calls`,
  );
  return rows;
}

describe("readRawRecord", () => {
  it("gives, for every record that was loaded, the text that says it", async () => {
    const records = await allRecords();
    expect(records.length).toBeGreaterThan(150);
    for (const { says, ...of } of records) {
      const { text, length, record, sha256 } = await readRawRecord(caseId, of);
      for (const value of says.filter((part) => part !== null))
        expect(text.toLowerCase()).toContain(value.toLowerCase());
      expect([length, record]).toEqual([text.length, of.record]);
      expect(sha256).toMatch(/^[0-9a-f]{64}$/);
    }
  });

  it("refuses a file of another case, and a record that is none", async () => {
    const { id: other } = await createCase({ title: "other" });
    const [known] = await allRecords();
    if (!known) throw new Error("nothing was loaded");
    await expect(readRawRecord(other, known)).rejects.toMatchObject({ code: "not-found" });
    for (const record of [0, -1, 2_000_000_000])
      await expect(readRawRecord(caseId, { ...known, record })).rejects.toMatchObject({ code: "not-found" });
  });

  it("says of a record that was rejected that it was, and why", async () => {
    const { rows } = await pool().query<{ fileId: number; record: number; reason: string }>(
      `SELECT r.file_id AS "fileId", r.record_no AS record, r.reason FROM rejections r
         JOIN evidence_names n ON n.file_id = r.file_id WHERE n.name LIKE '%wrong.log'`,
    );
    expect(rows).toHaveLength(1);
    for (const { reason, ...of } of rows) {
      const refused = readRawRecord(caseId, of);
      await expect(refused).rejects.toMatchObject({ code: "not-found" });
      await expect(refused).rejects.toThrow(`This record was rejected: ${reason}`);
    }
  });

  it("cuts a very long record unless the whole is asked for", async () => {
    const event = {
      ...{
        eventVersion: "1.11",
        eventTime: "2026-02-16T22:57:38Z",
        eventSource: "s3.amazonaws.com",
        eventName: "PutObject",
      },
      ...{
        awsRegion: "eu-west-1",
        eventID: "long",
        userIdentity: { type: "AWSService" },
        userAgent: "x".repeat(1_000_000),
      },
    };
    const below = await mkdtemp(path.join(tmpdir(), "threadline-long-"));
    await writeFile(path.join(below, "long.json"), JSON.stringify({ Records: [event] }));
    const { id } = await createCase({ title: "long" });
    await loadEvidence({ caseId: id, paths: [below] });
    await rm(below, { recursive: true });
    const { rows } = await pool().query("SELECT id FROM evidence_files WHERE case_id = $1", [id]);
    const of = { fileId: rows[0].id, record: 1 };
    const part = await readRawRecord(id, of);
    expect(part.text).toHaveLength(64 * 1024);
    expect(part.length).toBe(JSON.stringify(event).length);
    expect((await readRawRecord(id, of, { whole: true })).text).toBe(JSON.stringify(event));
  });

  it("says that the original is gone, and stops when nobody waits any more", async () => {
    const { rows } = await pool().query(
      "SELECT id, sha256 FROM evidence_files e WHERE case_id = $1 AND EXISTS (SELECT FROM evidence_names WHERE file_id = e.id AND name = 'flow/cut.log.gz')",
      [caseId],
    );
    const of = { fileId: rows[0].id, record: 900 };
    await expect(readRawRecord(caseId, of, { signal: AbortSignal.abort(new Error("left")) })).rejects.toThrow("left");
    await rm(originalPath(database.dataDir, rows[0].sha256));
    await expect(readRawRecord(caseId, of)).rejects.toMatchObject({ code: "unavailable" });
  });
});
