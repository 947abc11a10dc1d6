import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { gzipSync } from "node:zlib";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { operatorCalled } from "@/lib/auth/test-people";
import { createCase } from "@/lib/cases/create-case";
import { dropCase } from "@/lib/cases/drop-case";
import { removeEvidence } from "@/lib/cases/remove-evidence";
import { pool } from "@/lib/db/pool";
import { createTestDatabase, type TestDatabase } from "@/lib/db/test-database";
import { loadEvidence } from "@/lib/ingest/load-evidence";
import { runLoad } from "@/lib/ingest/run-load";
import { fileAccounts, recordMarks } from "@/lib/ingest/test-accounts";
import { corpus, flowLog, writeFiles } from "@/lib/ingest/test-corpus";
import { makeTar, makeZip } from "@/lib/sources/archive/test-archive";
import { originalPath } from "@/lib/sources/original-path";
import { readRawRecord } from "@/lib/timeline/evidence/read-raw-record";

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.drop());

async function load(files: Record<string, string | Buffer>, title = "archives") {
  const folder = await mkdtemp(path.join(tmpdir(), "threadline-archives-"));
  try {
    await writeFiles(folder, files);
    const { id: caseId } = await createCase({ title });
    return { caseId, result: await loadEvidence({ caseId, paths: [folder] }) };
  } finally {
    await rm(folder, { recursive: true });
  }
}

const members = () => Object.entries(corpus()).map(([name, content]) => ({ name, content }));

async function files(caseId: string) {
  const { rows } = await pool().query<{ sha256: string; kind: string; names: string[]; rejected: number; id: number }>(
    `SELECT e.id, e.sha256, e.kind, e.rejected::int, e.reason,
            ARRAY(SELECT n.name FROM evidence_names n WHERE n.file_id = e.id ORDER BY n.name) AS names
       FROM evidence_files e WHERE e.case_id = $1 ORDER BY e.id`,
    [caseId],
  );
  return rows;
}

async function find(caseId: string, name: string) {
  const found = (await files(caseId)).find(({ names }) => names.includes(name));
  if (!found) throw new Error(`no file ${name}`);
  return found;
}

describe("an archive", () => {
  it.each<[string, () => Promise<Buffer> | Buffer]>([
    ["logs.zip", () => makeZip(members())],
    ["logs.tar.gz", async () => gzipSync(await makeTar(members()))],
  ])("%s gives the records that its files give by themselves, each under its own name", async (name, make) => {
    const alone = await load(corpus());
    const { caseId, result } = await load({ [name]: await make() });
    expect(result).toMatchObject({ state: "done", filesLoaded: 12, filesKnown: 1, filesFailed: [], rejected: 1 });
    const inside = (await fileAccounts(caseId)).filter((account) => account.name !== name);
    const plain = inside.map((account) => ({ ...account, name: account.name.replaceAll(`${name}!/`, "") }));
    expect(plain).toEqual(await fileAccounts(alone.caseId));
    expect(await recordMarks(caseId)).toEqual(await recordMarks(alone.caseId));
    expect(await find(caseId, name)).toMatchObject({ kind: "archive", rejected: 0 });
    const { id: fileId } = await find(caseId, `${name}!/flow/late.log.gz`);
    expect((await readRawRecord(caseId, { fileId, record: 2 })).text).toMatch(/^2 123456789012 eni-/);
  });

  it("is unpacked inside another, and not one deeper", async () => {
    const deep = makeZip([{ name: "c.log", content: flowLog([{ minute: 3 }]) }]);
    const middle = await makeTar([
      { name: "b.log.gz", content: gzipSync(flowLog([{ minute: 2 }])) },
      { name: "deep.zip", content: deep },
    ]);
    const { caseId, result } = await load({ "outer.zip": makeZip([{ name: "middle.tar", content: middle }]) });
    expect(result.records).toBe(1);
    expect((await files(caseId)).flatMap(({ names }) => names).sort()).toEqual([
      "outer.zip",
      "outer.zip!/middle.tar",
      "outer.zip!/middle.tar!/b.log.gz",
      "outer.zip!/middle.tar!/deep.zip",
    ]);
    expect(await find(caseId, "outer.zip!/middle.tar!/deep.zip")).toMatchObject({
      kind: "archive",
      reason: "an archive inside an archive inside an archive: not unpacked",
    });
  });

  it("that is damaged keeps what could be read, and counts what could not", async () => {
    const noise = flowLog(Array.from({ length: 3000 }, (_, n) => ({ minute: n, port: 1 + ((n * 7919) % 60_000) })));
    const tar = gzipSync(
      await makeTar([
        { name: "a.log", content: flowLog([{ minute: 1 }]) },
        { name: "b.log", content: noise },
      ]),
    );
    const { caseId, result } = await load({ "cut.tgz": tar.subarray(0, tar.length - 3000) });
    expect(result).toMatchObject({ state: "done", filesLoaded: 3 });
    expect(result.records).toBeGreaterThan(1000);
    expect(await find(caseId, "cut.tgz")).toMatchObject({ rejected: 1 });
    const { rows } = await pool().query(
      "SELECT r.record_no, r.reason, r.text FROM rejections r JOIN evidence_files e ON e.id = r.file_id WHERE e.case_id = $1 AND e.kind = 'archive'",
      [caseId],
    );
    expect(rows).toEqual([{ record_no: 2, reason: "gzip is truncated", text: "b.log" }]);
  });

  it("may hold names that steer and lead elsewhere: they are shown, and are no paths", async () => {
    const { caseId } = await load({
      "bad.zip": makeZip([
        { name: "../../../evil.log", content: flowLog([{ minute: 1 }]) },
        { name: "a\u202e\u0000gol.\u001b[2J", content: flowLog([{ minute: 2 }]) },
        { name: "locked.log", content: "x", flags: 1 },
      ]),
    });
    expect(
      (await files(caseId))
        .flatMap(({ names }) => names)
        .slice(1)
        .sort(),
    ).toEqual(["bad.zip!/../../../evil.log", "bad.zip!/a<U+202E><U+0000>gol.<U+001B>[2J"]);
    const archive = await find(caseId, "bad.zip");
    expect(archive).toMatchObject({ rejected: 1 });
    await expect(readRawRecord(caseId, { fileId: archive.id, record: 1 })).rejects.toMatchObject({ code: "not-found" });
  });

  it("goes with the files that came in it alone, and theirs stay gone", async () => {
    const shared = flowLog([{ minute: 1 }]);
    const own = flowLog([{ minute: 2, port: 4_242 }]);
    const zip = makeZip([
      { name: "shared.log", content: shared },
      { name: "own.log", content: own },
      { name: "broken.log", content: "x", flags: 1 },
    ]);
    const { caseId } = await load({ "logs.zip": zip, "shared.log": shared });
    const member = await find(caseId, "logs.zip!/own.log");
    const first = await removeEvidence({ caseId, sha256: member.sha256, reason: "not ours" }, operatorCalled("test"));
    await runLoad(first?.loadId ?? 0);
    expect((await files(caseId)).flatMap(({ names }) => names).sort()).toEqual([
      "logs.zip",
      "logs.zip!/shared.log",
      "shared.log",
    ]);
    const archive = await find(caseId, "logs.zip");
    expect(archive).toMatchObject({ kind: "archive", rejected: 1 });
    const second = await removeEvidence(
      { caseId, sha256: archive.sha256, reason: "not ours either" },
      operatorCalled("test"),
    );
    await runLoad(second?.loadId ?? 0);
    expect((await files(caseId)).flatMap(({ names }) => names)).toEqual(["shared.log"]);
    await expect(readFile(originalPath(database.dataDir, archive.sha256))).rejects.toThrow(/ENOENT/);
    await expect(readFile(originalPath(database.dataDir, member.sha256))).rejects.toThrow(/ENOENT/);
  });

  it("leaves nothing in the store when its case is dropped", async () => {
    const content = flowLog([{ minute: 77, port: 7_777 }]);
    const { caseId } = await load({ "gone.zip": makeZip([{ name: "gone.log", content }]) });
    const hashes = (await files(caseId)).map(({ sha256 }) => sha256);
    expect(await readFile(originalPath(database.dataDir, hashes[1] ?? ""), "utf8")).toBe(content);
    await dropCase(caseId);
    for (const sha256 of hashes)
      await expect(readFile(originalPath(database.dataDir, sha256))).rejects.toThrow(/ENOENT/);
  });

  it("that comes again adds nothing", async () => {
    const zip = makeZip(members());
    const { caseId, result } = await load({ "one.zip": zip, "two.zip": zip });
    expect(result).toMatchObject({ filesLoaded: 12, filesKnown: 2 });
    expect(await find(caseId, "two.zip")).toMatchObject({ names: ["one.zip", "two.zip"] });
  });
});
