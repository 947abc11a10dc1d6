import { mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { gzipSync } from "node:zlib";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from "vitest";
import { addPerson, putOnCase } from "@/lib/auth/test-people";
import { createCase } from "@/lib/cases/create-case";
import { dropCase } from "@/lib/cases/drop-case";
import { startLoad } from "@/lib/cases/start-load";
import { prisma } from "@/lib/db/client";
import { pool } from "@/lib/db/pool";
import { createTestDatabase, type TestDatabase } from "@/lib/db/test-database";
import { markFlowsAndCount, markOtherDuplicates } from "@/lib/ingest/duplicates/mark-duplicates";
import { loadEvidence } from "@/lib/ingest/load-evidence";
import { holdOriginals, unlockAll } from "@/lib/ingest/load-lock";
import { runLoad } from "@/lib/ingest/run-load";
import { fileAccounts, recordMarks } from "@/lib/ingest/test-accounts";
import { corpus, flowLine, flowLog, writeFiles } from "@/lib/ingest/test-corpus";
import { originalPath } from "@/lib/sources/original-path";

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

/** A new case with one file of the content, loaded. */
async function loadOne(name: string, content: string | Buffer) {
  const below = await mkdtemp(path.join(folder, "..", "threadline-one-"));
  try {
    await writeFiles(below, { [name]: content });
    const { id: caseId } = await createCase({ title: name });
    const result = await loadEvidence({ caseId, paths: [below] });
    return { caseId, result };
  } finally {
    await rm(below, { recursive: true });
  }
}

/** Hashes of the originals in the store that no file of any case has. */
async function unnamed(): Promise<string[]> {
  const kept = (await readdir(path.join(database.dataDir, "evidence"), { recursive: true })).map((at) =>
    path.basename(at),
  );
  const { rows } = await pool().query<{ sha256: string }>(
    `SELECT h AS sha256 FROM unnest($1::text[]) h WHERE NOT EXISTS (SELECT FROM evidence_files e WHERE e.sha256 = h) ORDER BY 1`,
    [kept.filter((name) => name.length === 64)],
  );
  return rows.map(({ sha256 }) => sha256);
}

describe("loadEvidence", () => {
  it("accounts for every file of a folder, and adds nothing the second time", async () => {
    const { id: caseId } = await createCase({ title: "twice" });
    await putOnCase(caseId, await addPerson("ada"), "viewer");
    await addPerson("stranger", "owner");
    const first = await loadEvidence({ caseId, paths: [folder] });
    const told = await prisma().notice.findMany({ where: { caseId } });
    expect(told.map(({ userId, kind, path }) => [userId, kind, path])).toEqual([["ada", "load-finished", "/evidence"]]);
    expect(first).toMatchObject({ state: "done", filesLoaded: 11, filesKnown: 1, filesFailed: [], rejected: 1 });
    const counts = await fileAccounts(caseId);
    expect(counts.map(({ name, records, duplicates }) => [name, records, duplicates])).toEqual([
      ["api/a.json", 3, 0],
      ["api/b.json", 3, 1],
      ["dns/a.jsonl", 3, 0],
      ["dns/b.jsonl", 2, 1],
      ["flow/broken.log", 2, 0],
      ["flow/early-again.log flow/early.log", 30, 20],
      ["flow/fl-0a1b2c3d4e5f60002-rich.log", 30, 10],
      ["flow/fl-0a1b2c3d4e5f60003-long.log", 2, 1],
      ["flow/late.log.gz", 30, 20],
      ["flow/twice.log", 3, 1],
      ["notes.txt", 0, 0],
    ]);
    const marks = await recordMarks(caseId);
    const second = await loadEvidence({ caseId, paths: [folder] });
    expect(second).toMatchObject({ state: "done", filesLoaded: 0, filesKnown: 12, records: 0 });
    expect(await fileAccounts(caseId)).toEqual(counts);
    expect(await recordMarks(caseId)).toEqual(marks);
  });

  it("comes to the same counts and marks in any order and any split into loads", async () => {
    const names = Object.keys(corpus());
    const { id: reference } = await createCase({ title: "reference" });
    await loadEvidence({ caseId: reference, paths: [folder] });
    const files = await fileAccounts(reference);
    const marks = await recordMarks(reference);
    expect(marks.filter(({ duplicate }) => duplicate).length).toBeGreaterThan(30);
    expect(marks.filter(({ filled }) => filled).length).toBe(0);
    const splits = fc.tuple(
      fc.shuffledSubarray(names, { minLength: names.length }),
      fc.array(fc.integer({ min: 1, max: 4 }), { minLength: names.length, maxLength: names.length }),
    );
    await fc.assert(
      fc.asyncProperty(splits, async ([order, sizes]) => {
        const { id: caseId } = await createCase({ title: "split" });
        const left = order.map((name) => path.join(folder, name));
        for (const size of sizes) {
          const paths = left.splice(0, size);
          if (paths.length > 0) await loadEvidence({ caseId, paths });
        }
        // Files given directly go by their base names.
        const base = (account: { name: string }) => account.name.replace(/\S*\//g, "");
        const byContent = (accounts: { name: string }[]) =>
          accounts.map((account) => ({ ...account, name: base(account) })).sort((a, b) => (a.name < b.name ? -1 : 1));
        expect(byContent(await fileAccounts(caseId))).toEqual(byContent(files));
        expect(await recordMarks(caseId)).toEqual(marks);
        await dropCase(caseId);
      }),
      { numRuns: 6 },
    );
  });

  it("fills what the kept copy lacks from its duplicates, and undoes it when a better copy comes", async () => {
    const { id: caseId } = await createCase({ title: "filled" });
    const below = await mkdtemp(path.join(tmpdir(), "threadline-filled-"));
    try {
      const line = { minute: 5 };
      await writeFiles(below, {
        "fl-0a1b2c3d4e5f60009-flags.log": flowLog([{ ...line, extra: " 2" }], " tcp-flags"),
        "fl-0a1b2c3d4e5f60009-sides.log": flowLog(
          [{ ...line, extra: " egress i-0a1b2c3d4e5f60001" }],
          " flow-direction instance-id",
        ),
      });
      await loadEvidence({ caseId, paths: [below] });
      const kept = async () => (await recordMarks(caseId)).filter(({ duplicate }) => !duplicate);
      expect(await kept()).toMatchObject([
        { tcp_flags: 2, direction: 2, instance_id: "i-0a1b2c3d4e5f60001", filled: true },
      ]);
      await writeFile(
        path.join(below, "fl-0a1b2c3d4e5f60009-better.log"),
        flowLog(
          [{ ...line, extra: " 18 egress i-0a1b2c3d4e5f60001 vpc-0a1b2c3d4e5f60001" }],
          " tcp-flags flow-direction instance-id vpc-id",
        ),
      );
      await loadEvidence({ caseId, paths: [below] });
      // The one with flags 2 differs from the better one in a field that both carry: it stands for itself again.
      expect(await kept()).toMatchObject([
        { tcp_flags: 18, direction: 2, filled: false },
        { tcp_flags: 2, direction: 0, instance_id: null, filled: false },
      ]);
    } finally {
      await rm(below, { recursive: true });
    }
  });

  it("comes to the same marks when they are worked out again", async () => {
    const { id: caseId } = await createCase({ title: "again" });
    const { loadId } = await loadEvidence({ caseId, paths: [folder] });
    const marks = await recordMarks(caseId);
    await markFlowsAndCount(caseId, loadId, markOtherDuplicates(caseId, loadId));
    expect(await recordMarks(caseId)).toEqual(marks);
  });

  it("keeps what a truncated gzip file holds and says so with the next record number", async () => {
    const whole = gzipSync(flowLog(Array.from({ length: 20_000 }, (_, i) => ({ minute: i % 900, port: i }))));
    const { caseId, result } = await loadOne("cut.log.gz", whole.subarray(0, whole.length >> 1));
    expect(result.records).toBeGreaterThan(1000);
    const rejections = await pool().query<{ record_no: number; reason: string }>(
      "SELECT r.record_no, r.reason FROM rejections r JOIN evidence_files e ON e.id = r.file_id WHERE e.case_id = $1",
      [caseId],
    );
    expect(rejections.rows).toEqual([{ record_no: result.records + 1, reason: "gzip is truncated" }]);
  });

  it("takes hostile text as text, and counts what no column can hold", async () => {
    const hostile = [
      flowLine({ minute: 1, interfaceId: "eni-'); DROP TABLE cases; --" }),
      flowLine({ minute: 1, interfaceId: `eni-${"x".repeat(5000)}` }),
      flowLine({ minute: 1, interfaceId: "eni-\u0000\\N\ud800" }),
      flowLine({ minute: 2, bytes: 1e21 }),
      flowLine({ minute: 9e15 }),
      flowLine({ minute: 3 }),
    ];
    const { caseId, result } = await loadOne("hostile.log", `${flowLog([])}${hostile.join("\n")}\n`);
    expect(result).toMatchObject({ state: "done", filesLoaded: 1, filesFailed: [] });
    expect(result.records + result.rejected).toBe(hostile.length);
    expect(result.records).toBeGreaterThan(0);
    const stored = await pool().query("SELECT 1 FROM flow_records WHERE load_id = $1", [result.loadId]);
    expect(stored.rowCount).toBe(result.records);
    expect((await fileAccounts(caseId))[0]).toMatchObject({ records: result.records, rejected: result.rejected });
  });

  it("marks a file that cannot be read as failed and loads the rest", async () => {
    const { id: caseId } = await createCase({ title: "failing" });
    const below = await mkdtemp(path.join(tmpdir(), "threadline-failing-"));
    await writeFiles(below, { "a.log": flowLog([{ minute: 1 }]), "b.log": flowLog([{ minute: 2 }]) });
    const { loadId } = await startLoad({ caseId, paths: [below] });
    await rm(path.join(below, "a.log"));
    const result = await runLoad(loadId);
    await rm(below, { recursive: true });
    expect(result).toMatchObject({ state: "done", filesLoaded: 1, filesFailed: [{ name: "a.log" }] });
    expect(result.filesFailed[0]?.reason).toMatch(/ENOENT/);
  });

  it("rolls the file at hand back when it is cancelled, keeps those that are done, and ends the load", async () => {
    const { id: caseId } = await createCase({ title: "cancelled" });
    const below = await mkdtemp(path.join(tmpdir(), "threadline-cancelled-"));
    const big = Array.from({ length: 40_000 }, (_, i) => ({ minute: i % 900, port: i % 60_000 }));
    const files = Array.from({ length: 8 }, (_, at) => [
      `${at + 1}.log`,
      flowLog(big.map((line) => ({ ...line, bytes: 1000 + at }))),
    ]);
    await writeFiles(below, Object.fromEntries(files));
    const { loadId } = await startLoad({ caseId, paths: [below] });
    const cancel = new AbortController();
    // While another load may be about to name an original, none is removed.
    const other = await pool().connect();
    onTestFinished(async () => {
      await unlockAll(other);
      other.release();
    });
    await holdOriginals(other);
    const running = runLoad(loadId, { signal: cancel.signal });
    const done = "SELECT FROM load_files WHERE load_id = $1 AND state = 'done'";
    while ((await pool().query(done, [loadId])).rowCount === 0);
    // Another has its original in the store, and waits to be named.
    await other.query("BEGIN; LOCK TABLE evidence_files IN SHARE ROW EXCLUSIVE MODE");
    const waits = "SELECT FROM pg_locks WHERE relation = 'evidence_files'::regclass AND NOT granted";
    while ((await pool().query(waits)).rowCount === 0);
    cancel.abort();
    await other.query("ROLLBACK");
    const result = await running;
    await rm(below, { recursive: true });
    expect(result.state).toBe("cancelled");
    expect(result.filesLeft).toBeGreaterThan(0);
    expect(result.filesLeft + result.filesLoaded).toBe(files.length);
    expect(result.records).toBe(result.filesLoaded * big.length);
    const stored = await pool().query("SELECT 1 FROM flow_records WHERE load_id = $1", [loadId]);
    expect(stored.rowCount).toBe(result.records);
    const again = await runLoad(loadId);
    expect(again).toEqual(result);
    const noted = async () => (await pool().query("SELECT sha256 FROM load_originals")).rows;
    const left = (await noted()).map(({ sha256 }) => sha256);
    expect(left.length).toBeGreaterThan(0);
    expect(await unnamed()).toEqual(left.sort());
    await unlockAll(other);
    // The next one to end removes what it left, and nothing that is named.
    await loadOne("next.log", flowLog([{ minute: 2 }]));
    expect([await unnamed(), await noted()]).toEqual([[], []]);
  });

  it("writes the end of a load and its audit entry together", async () => {
    const { caseId, result } = await loadOne("one.log", flowLog([{ minute: 1 }]));
    const told = await pool().query("SELECT action, subject FROM audit_entries WHERE case_id = $1 ORDER BY id", [
      caseId,
    ]);
    expect(told.rows.slice(1)).toEqual([
      { action: "load.started", subject: `load ${result.loadId}` },
      { action: "load.finished", subject: `load ${result.loadId}` },
    ]);
    const revision = await pool().query("SELECT revision FROM cases WHERE id = $1", [caseId]);
    expect(revision.rows).toEqual([{ revision: 1 }]);
  });

  it("can be sealed again from any step, with the same outcome", async () => {
    const { id: caseId } = await createCase({ title: "sealed again" });
    const first = await loadEvidence({ caseId, paths: [folder] });
    const files = await fileAccounts(caseId);
    const marks = await recordMarks(caseId);
    const minutes = "SELECT * FROM flow_minutes WHERE case_id = $1 ORDER BY interface_no, minute";
    const rolledUp = (await pool().query(minutes, [caseId])).rows;
    expect(rolledUp.length).toBeGreaterThan(40);
    await pool().query("UPDATE loads SET state = 'sealing', finished_at = NULL WHERE id = $1", [first.loadId]);
    const { skipped: _, ...result } = first;
    expect(await runLoad(first.loadId)).toEqual(result);
    expect(await fileAccounts(caseId)).toEqual(files);
    expect(await recordMarks(caseId)).toEqual(marks);
    expect((await pool().query(minutes, [caseId])).rows).toEqual(rolledUp);
  });

  it("rolls minutes up without duplicates and refused bytes, by the interface's own side", async () => {
    const { caseId } = await loadOne(
      "minutes.log",
      flowLog([
        { minute: 0 },
        { minute: 0 },
        { minute: 0, port: 2, bytes: 50, action: "REJECT" },
        { minute: 1, bytes: 7 },
      ]),
    );
    const { rows } = await pool().query(
      `SELECT bytes_out::int, bytes_in::int, packets_out::int, accepted, rejected FROM flow_minutes
        WHERE case_id = $1 ORDER BY minute`,
      [caseId],
    );
    expect(rows).toEqual([
      { bytes_out: 1000, bytes_in: 0, packets_out: 10, accepted: 1, rejected: 1 },
      { bytes_out: 7, bytes_in: 0, packets_out: 10, accepted: 1, rejected: 0 },
    ]);
  });

  it("keeps an original for as long as a case holds it", async () => {
    const content = flowLog([{ minute: 1, port: 12_345 }]);
    const [first, second] = [await loadOne("kept.log", content), await loadOne("same.log", content)];
    const hash = await pool().query<{ sha256: string }>("SELECT sha256 FROM evidence_files WHERE case_id = $1", [
      first.caseId,
    ]);
    const original = originalPath(database.dataDir, String(hash.rows[0]?.sha256));
    await dropCase(first.caseId);
    expect(await readFile(original, "utf8")).toBe(content);
    await dropCase(second.caseId);
    await expect(readFile(original)).rejects.toThrow(/ENOENT/);
  });

  it("drops a case with its partitions", async () => {
    const { caseId, result } = await loadOne("gone.log", flowLog([{ minute: 1 }]));
    await dropCase(caseId);
    const left = await pool().query("SELECT to_regclass($1) AS partition", [`flow_records_l${result.loadId}`]);
    expect(left.rows).toEqual([{ partition: null }]);
    for (const table of ["evidence_files", "flow_sightings"]) {
      const rows = await pool().query(`SELECT FROM ${table} WHERE case_id = $1`, [caseId]);
      expect(rows.rowCount).toBe(0);
    }
  });
});

describe("the minute roll-up", () => {
  it("is made anew when later evidence tells whose side is whose", async () => {
    const inside = flowLog([{ minute: 1, bytes: 700 }]).replaceAll("198.51.100.7", "10.0.0.6");
    const { caseId } = await loadOne("inside.log", inside);
    const sent = async () =>
      (await pool().query("SELECT sum(bytes_out)::int AS sent FROM flow_minutes WHERE case_id = $1", [caseId])).rows[0];
    expect(await sent()).toEqual({ sent: 0 });
    const described = JSON.stringify({
      NetworkInterfaces: [{ NetworkInterfaceId: "eni-0a1b2c3d4e5f60001", PrivateIpAddress: "10.0.0.5" }],
    });
    const below = await mkdtemp(path.join(folder, "..", "threadline-told-"));
    await writeFiles(below, { "interfaces.json": described });
    await loadEvidence({ caseId, paths: [below] });
    await rm(below, { recursive: true });
    expect(await sent()).toEqual({ sent: 700 });
  });
});
