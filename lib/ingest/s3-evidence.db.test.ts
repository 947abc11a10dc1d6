import { mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { operatorCalled } from "@/lib/auth/test-people";
import { askEvidenceCheck } from "@/lib/cases/ask-evidence-check";
import { createCase } from "@/lib/cases/create-case";
import { dropCase } from "@/lib/cases/drop-case";
import { loadRest } from "@/lib/cases/load-rest";
import { runEvidenceCheck } from "@/lib/custody/run-evidence-check";
import { pool } from "@/lib/db/pool";
import { createTestDatabase, type TestDatabase } from "@/lib/db/test-database";
import { loadEvidence } from "@/lib/ingest/load-evidence";
import { runLoad } from "@/lib/ingest/run-load";
import { flowLog } from "@/lib/ingest/test-corpus";
import { investigate } from "@/lib/investigate/investigate";
import { makeZip } from "@/lib/sources/archive/test-archive";
import { pointAtS3, startTestStore, type TestStore } from "@/lib/sources/store/test-store";
import { readRawRecord } from "@/lib/timeline/evidence/read-raw-record";
import { INCIDENT, writeIncident } from "@/prisma/incidents/web-tier/write-incident";

let database: TestDatabase;
let server: TestStore;
let folder: string;
beforeAll(async () => {
  database = await createTestDatabase();
  server = await startTestStore();
  folder = await mkdtemp(path.join(tmpdir(), "threadline-s3-"));
});
afterAll(async () => {
  await database.drop();
  await server.close();
  await rm(folder, { recursive: true });
});

/** With originals in S3 for as long as it takes. */
async function inS3<T>(act: () => Promise<T>, url = server.url): Promise<T> {
  const restore = pointAtS3(url);
  try {
    return await act();
  } finally {
    restore();
  }
}

async function load(title: string, paths: string[]) {
  const { id: caseId } = await createCase({ title });
  return { caseId, result: await loadEvidence({ caseId, paths }) };
}

async function fileOf(caseId: string, name: string): Promise<{ id: number; sha256: string }> {
  const { rows } = await pool().query<{ id: number; sha256: string }>(
    `SELECT e.id, e.sha256 FROM evidence_files e JOIN evidence_names n ON n.file_id = e.id
      WHERE e.case_id = $1 AND n.name = $2`,
    [caseId, name],
  );
  if (!rows[0]) throw new Error(`no file ${name}`);
  return rows[0];
}

const keyOf = (sha256: string) => `one/two/${sha256.slice(0, 2)}/${sha256}`;
const documentOf = async (caseId: string) => {
  const document = await investigate({ caseId, ip: INCIDENT.indicator, from: INCIDENT.from, to: INCIDENT.to });
  return { ...document, case: null, evidence: null, generatedAt: null };
};

async function leftHere(): Promise<string[]> {
  return (await readdir(path.join(database.dataDir, "evidence"))).filter((name) => name.startsWith("incoming"));
}

async function verify(caseId: string) {
  const { checkId } = await askEvidenceCheck({ caseId }, operatorCalled("someone"));
  return runEvidenceCheck(checkId);
}

describe("originals in S3", () => {
  it("give the incident's document as those on disk do, are checked there, and go with their case", async () => {
    const incident = path.join(folder, "incident");
    writeIncident(incident, { scale: 0.02 });
    const onDisk = await load("on disk", [incident]);
    const stored = await inS3(() => load("in S3", [incident]));
    expect(stored.result).toMatchObject({
      ...{ state: "done", filesFailed: [], records: onDisk.result.records, duplicates: onDisk.result.duplicates },
    });
    expect(await documentOf(stored.caseId)).toEqual(await documentOf(onDisk.caseId));
    expect(server.bucket.objects.size).toBe(stored.result.filesLoaded);
    expect(await leftHere()).toEqual([]);

    await inS3(async () => {
      expect(await verify(stored.caseId)).toMatchObject({ files: stored.result.filesLoaded, faulty: 0 });
      const { sha256 } = await fileOf(stored.caseId, "notes.txt");
      server.bucket.put(keyOf(sha256), Buffer.from("other words"));
      expect((await verify(stored.caseId)).faults).toMatchObject([{ name: "notes.txt", state: "changed" }]);
      server.bucket.remove(keyOf(sha256));
      expect((await verify(stored.caseId)).faults).toMatchObject([{ name: "notes.txt", state: "missing" }]);
      server.aws.befall("s3", "GetObject", "denied");
      expect((await verify(stored.caseId)).faults).toContainEqual(
        expect.objectContaining({ state: "unreadable", reason: expect.stringContaining("s3:GetObject") }),
      );
      await dropCase(onDisk.caseId);
      expect(server.bucket.objects.size).toBe(stored.result.filesLoaded - 1);
      await dropCase(stored.caseId);
    });
    expect(server.bucket.objects.size).toBe(0);
  });

  it("show the raw text of a record, and say why where they cannot", async () => {
    const file = path.join(folder, "raw.log");
    await writeFile(file, flowLog([{ minute: 1 }, { minute: 2 }, { minute: 3, bytes: 4321 }]));
    await inS3(async () => {
      const { caseId } = await load("raw", [file]);
      const { id: fileId } = await fileOf(caseId, "raw.log");
      server.aws.befall("s3", "GetObject", "denied");
      await expect(readRawRecord(caseId, { fileId, record: 3 })).rejects.toThrow(/refused reading/);
      const { text } = await readRawRecord(caseId, { fileId, record: 3 });
      expect((await readFile(file, "utf8")).split("\n")).toContain(text);
      expect(text).toContain(" 4321 ");
    });
  });

  it("hold the files of an archive, and read a file again from there", async () => {
    const archive = path.join(folder, "logs.zip");
    const members = ["a.log", "b.log"].map((name, at) => ({ name, content: flowLog([{ minute: 10 + at }]) }));
    await writeFile(archive, makeZip(members));
    await inS3(async () => {
      const { caseId, result } = await load("archive", [archive]);
      expect(result).toMatchObject({ state: "done", filesLoaded: 3, records: 2 });
      const { sha256 } = await fileOf(caseId, "logs.zip!/b.log");
      expect(server.bucket.objects.get(keyOf(sha256))?.bytes.toString()).toBe(members[1]?.content);
    });
    expect(await leftHere()).toEqual([]);
  });

  it("stop a load where the store does not answer; the rest is read once it does", async () => {
    for (const at of [1, 2, 3]) await writeFile(path.join(folder, `later${at}.log`), flowLog([{ minute: 100 + at }]));
    const paths = [1, 2, 3].map((at) => path.join(folder, `later${at}.log`));
    const { caseId, result } = await inS3(() => load("unreachable", paths), "http://127.0.0.1:9");
    expect(result).toMatchObject({ state: "failed", filesLoaded: 0, filesFailed: [], filesLeft: 3 });
    expect(result.error).toMatch(/cannot be reached/);
    expect(await leftHere()).toEqual([]);
    await inS3(async () => {
      const { loadId } = await loadRest({ caseId, loadId: result.loadId }, operatorCalled("someone"));
      expect(await runLoad(loadId)).toMatchObject({ state: "done", filesLoaded: 3, records: 3, error: null });
    });
  });
});
