import { mkdtemp, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { gzipSync } from "node:zlib";
import pg from "pg";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createCase } from "@/lib/cases/create-case";
import { startLoad } from "@/lib/cases/start-load";
import { pool, withTransaction } from "@/lib/db/pool";
import { createTestDatabase, type TestDatabase } from "@/lib/db/test-database";
import { loadEvidence } from "@/lib/ingest/load-evidence";
import { createLoadTables } from "@/lib/ingest/load-tables";
import { FileRunnerHere } from "@/lib/ingest/run-file-here";
import { runLoad } from "@/lib/ingest/run-load";
import { fileAccounts, recordMarks } from "@/lib/ingest/test-accounts";
import { flowLog, writeFiles } from "@/lib/ingest/test-corpus";

const FILES = 12;

let database: TestDatabase;
let folder: string;
beforeAll(async () => {
  database = await createTestDatabase();
  folder = await mkdtemp(path.join(tmpdir(), "threadline-group-"));
  const logs = Array.from({ length: FILES }, (_, at): [string, Buffer] => [
    `${String(at).padStart(2, "0")}.log.gz`,
    gzipSync(flowLog(Array.from({ length: 20 + at }, (_, n) => ({ minute: at * 20 + n, port: at })))),
  ]);
  const last = logs.at(-1)?.[1] as Buffer;
  await writeFiles(folder, {
    ...Object.fromEntries(logs),
    "cut.log.gz": last.subarray(0, last.length - 12),
    "same.log.gz": last,
    "twice.log": flowLog([{ minute: 1 }, { minute: 1 }]),
    "broken.log": `${flowLog([{ minute: 3 }])}no flow at all\n`,
    "calls.json": JSON.stringify({ Records: [] }),
    "empty.log": "",
    "notes.txt": "called the owner, no answer\n",
  });
});
afterAll(async () => {
  await database.drop();
  await rm(folder, { recursive: true });
});

describe("small files that are loaded together", () => {
  it("come to what each comes to by itself", async () => {
    const [{ id: together }, { id: alone }] = [await createCase({ title: "all" }), await createCase({ title: "each" })];
    const result = await loadEvidence({ caseId: together, paths: [folder] });
    expect(result).toMatchObject({ state: "done", filesFailed: [], filesKnown: 1 });
    const transactions = `SELECT count(DISTINCT n.xmin::text)::int AS n FROM evidence_names n
      JOIN evidence_files e ON e.id = n.file_id WHERE e.case_id = $1 AND n.name ~ '^[0-9]+\\.log'`;
    // One each would be what is done after a group failed.
    expect((await pool().query(transactions, [together])).rows[0].n).toBeLessThan(FILES / 2);
    for (const name of await readdir(folder)) await loadEvidence({ caseId: alone, paths: [path.join(folder, name)] });
    expect(await fileAccounts(together)).toEqual(await fileAccounts(alone));
    expect(await recordMarks(together)).toEqual(await recordMarks(alone));
    const sightings = `SELECT e.sha256, i.key, s.first_start, s.last_end, s.records, s.first_record, s.own_ips, s.common_ips
      FROM flow_sightings s JOIN evidence_files e ON e.id = s.file_id JOIN flow_contexts c ON c.id = s.context_no
      JOIN interfaces i ON i.id = c.interface_no WHERE s.case_id = $1 ORDER BY 1, 2`;
    const [{ rows: first }, { rows: second }] = [
      await pool().query(sightings, [together]),
      await pool().query(sightings, [alone]),
    ];
    expect(first.length).toBeGreaterThan(FILES);
    expect(first).toEqual(second);
  });

  it("leave a failure to the file that it is of", async () => {
    const owner = new pg.Client({ connectionString: database.ownerUrl });
    await owner.connect();
    await owner.query(`CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN IF NEW.name = '07.log.gz' THEN RAISE EXCEPTION 'this one is refused'; END IF; RETURN NEW; END $$`);
    await owner.query("CREATE TRIGGER refused BEFORE INSERT ON evidence_names FOR EACH ROW EXECUTE FUNCTION refuse()");
    try {
      const { id: caseId } = await createCase({ title: "one refused" });
      const { loadId } = await startLoad({ caseId, paths: [folder] });
      const held = path.join(folder, "08.log.gz");
      await rm(held);
      const result = await runLoad(loadId);
      expect(result.filesFailed).toMatchObject([
        { name: "07.log.gz", reason: "this one is refused" },
        { name: "08.log.gz", reason: expect.stringMatching(/ENOENT/) },
      ]);
      expect(result.filesLoaded + result.filesKnown).toBe((await readdir(folder)).length - 1);
      const { rows } = await pool().query("SELECT 1 FROM flow_records WHERE load_id = $1", [loadId]);
      expect(rows.length).toBe(result.records);
    } finally {
      await owner.query("DROP FUNCTION refuse CASCADE");
      await owner.end();
    }
  });

  it("tell how far they came before their group is whole, and leave nothing of it when they are cancelled then", async () => {
    const { id: caseId } = await createCase({ title: "cancelled" });
    const names = (await readdir(folder)).filter((name) => name.endsWith(".log.gz")).sort();
    const { loadId } = await startLoad({ caseId, paths: names.map((name) => path.join(folder, name)) });
    const { rows: listed } = await pool().query<{ id: number; path: string; name: string }>(
      "SELECT id, path, name FROM load_files WHERE load_id = $1 ORDER BY id",
      [loadId],
    );
    await withTransaction((client) => createLoadTables(client, loadId));
    const told: number[] = [];
    const stop = new AbortController();
    const runner = new FileRunnerHere(database.dataDir);
    const about = { caseId, loadId, sha256: null, archive: "", unpack: true, reference: false };
    const jobs = listed.map(({ id, ...file }) => ({
      ...{ ...about, ...file, loadFileId: id, flowFormat: null, flowFormatGiven: false },
    }));
    const counts = async () => {
      const tables = ["evidence_files", "flow_sightings", "evidence_names", `flow_records_l${loadId}`];
      const found = tables.map((table) => pool().query<{ n: number }>(`SELECT count(*)::int AS n FROM ${table}`));
      return (await Promise.all(found)).map(({ rows }) => rows[0]?.n);
    };
    const before = await counts();
    await expect(
      runner.run(jobs, stop.signal, ({ records }) => {
        if (records > 0) told.push(records);
        if (told.length === 5) stop.abort(new Error("cancelled"));
      }),
    ).rejects.toThrow("cancelled");
    await runner.close();
    expect(told.length).toBeGreaterThanOrEqual(5);
    expect(told.length).toBeLessThan(jobs.length * 2);
    expect(told).toEqual([...told].sort((a, b) => a - b));
    expect(await counts()).toEqual(before);
    expect(await runLoad(loadId)).toMatchObject({ state: "done", filesFailed: [] });
  });
});
