import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { gzipSync } from "node:zlib";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createCase } from "@/lib/cases/create-case";
import { pool } from "@/lib/db/pool";
import { createTestDatabase, type TestDatabase } from "@/lib/db/test-database";
import { makeParquet } from "@/lib/formats/parquet/test-parquet";
import { loadEvidence } from "@/lib/ingest/load-evidence";
import { fileAccounts } from "@/lib/ingest/test-accounts";
import { flowLog } from "@/lib/ingest/test-corpus";
import { readRawRecord } from "@/lib/timeline/evidence/read-raw-record";

let database: TestDatabase;
let folder: string;
beforeAll(async () => {
  database = await createTestDatabase();
  folder = await mkdtemp(path.join(tmpdir(), "threadline-parquet-load-"));
});
afterAll(async () => {
  await database.drop();
  await rm(folder, { recursive: true });
});

/** The rows of `flowLog`'s minutes 0 to 99, as Parquet. */
const MINUTES = `SELECT 2::INTEGER AS version, '123456789012' AS account_id, 'eni-0a1b2c3d4e5f60001' AS interface_id,
  '10.0.0.5' AS srcaddr, '198.51.100.7' AS dstaddr, 40000::INTEGER AS srcport, 443::INTEGER AS dstport, 6::INTEGER AS protocol,
  10::BIGINT AS packets, 1000::BIGINT AS bytes, (1741046400 + i * 60)::BIGINT AS "start",
  (1741046460 + i * 60)::BIGINT AS "end", 'ACCEPT' AS action, 'OK' AS log_status FROM range(100) t(i)`;

describe("loading Parquet", () => {
  it("counts a record once that came as text too, and shows each row again", async () => {
    const parquet = await makeParquet(MINUTES);
    await writeFile(path.join(folder, "a.log"), flowLog(Array.from({ length: 100 }, (_, minute) => ({ minute }))));
    await writeFile(path.join(folder, "b.log.parquet"), parquet);
    await writeFile(path.join(folder, "c.parquet.gz"), gzipSync(parquet));
    const { id: caseId } = await createCase({ title: "parquet" });
    const result = await loadEvidence({ caseId, paths: [folder] });
    expect(result).toMatchObject({ state: "done", records: 200, duplicates: 100, rejected: 0, filesFailed: [] });
    expect((await fileAccounts(caseId)).map(({ name, records }) => [name, records])).toEqual([
      ["a.log", 100],
      ["b.log.parquet c.parquet.gz!/c.parquet", 100],
      ["c.parquet.gz", 0],
    ]);
    const { rows } = await pool().query<{ id: number }>(
      "SELECT file_id AS id FROM evidence_names WHERE name = 'b.log.parquet'",
    );
    const raw = await readRawRecord(caseId, { fileId: rows[0]?.id ?? 0, record: 42 });
    expect(raw.asWritten).toBe(false);
    expect(JSON.parse(raw.text)).toMatchObject({ start: 1_741_046_400 + 41 * 60, srcaddr: "10.0.0.5" });
  });
});
