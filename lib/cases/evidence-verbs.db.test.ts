import { execFileSync } from "node:child_process";
import { existsSync } from "node:fs";
import { mkdir, mkdtemp, readdir, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Person } from "@/lib/auth/person";
import { addPerson, operatorCalled } from "@/lib/auth/test-people";
import { beginUpload } from "@/lib/cases/begin-upload";
import { cancelLoad } from "@/lib/cases/cancel-load";
import { loadFolder } from "@/lib/cases/load-folder";
import { loadRest } from "@/lib/cases/load-rest";
import { loadUploads } from "@/lib/cases/load-uploads";
import { checkOwnUpload, finishUpload } from "@/lib/cases/own-upload";
import { startLoad } from "@/lib/cases/start-load";
import { auditOf, caseWith, marksOf } from "@/lib/cases/test-evidence-case";
import { prisma } from "@/lib/db/client";
import { pool } from "@/lib/db/pool";
import { createTestDatabase, type TestDatabase } from "@/lib/db/test-database";
import { env } from "@/lib/env";
import { loadEvidence } from "@/lib/ingest/load-evidence";
import { runLoad } from "@/lib/ingest/run-load";
import { removeLoadedUploads, sweepUploads } from "@/lib/ingest/sweep-uploads";
import { corpus, writeFiles } from "@/lib/ingest/test-corpus";
import { uploadPath } from "@/lib/sources/upload-store";

/** Leads each case of the command line, as the owner; the other one is on each, too. */
let ada: Person;
let bob: Person;
const NO_CASE = "00000000-0000-4000-8000-000000000000";

let database: TestDatabase;
let folder: string;
beforeAll(async () => {
  database = await createTestDatabase();
  folder = await mkdtemp(path.join(tmpdir(), "threadline-verbs-"));
  await writeFiles(folder, corpus());
  ada = await addPerson("ada", "owner");
  bob = await addPerson("bob");
});
afterAll(async () => {
  await database.drop();
  await rm(folder, { recursive: true });
});

const newCase = (title: string) => caseWith(title, bob);

describe("cancelLoad and loadRest", () => {
  it("cancels a waiting load, whose files the next one reads", async () => {
    const caseId = await newCase("cancelled");
    const { loadId, files } = await startLoad({ caseId, paths: [folder] });
    await expect(loadRest({ caseId, loadId }, operatorCalled("ada"))).rejects.toMatchObject({ code: "conflict" });
    expect(await cancelLoad({ caseId, loadId }, operatorCalled("ada"))).toEqual({ isRun: false });
    expect(await runLoad(loadId)).toMatchObject({ state: "cancelled", filesLoaded: 0 });
    await expect(cancelLoad({ caseId, loadId }, operatorCalled("ada"))).rejects.toMatchObject({ code: "conflict" });
    const rest = await loadRest({ caseId, loadId }, operatorCalled("ada"));
    expect(rest.files).toBe(files);
    expect(await runLoad(rest.loadId)).toMatchObject({ state: "done", filesLoaded: 11 });
    await expect(loadRest({ caseId, loadId }, operatorCalled("ada"))).rejects.toMatchObject({ code: "conflict" });
    expect((await auditOf(caseId)).map(({ action }) => action)).toEqual([
      ...["case.created", "load.started", "load.cancelled", "load.finished", "load.started", "load.finished"],
    ]);
  });

  it("knows no load of another case", async () => {
    const caseId = await newCase("mine");
    const { loadId } = await startLoad({ caseId, paths: [folder] });
    const other = await newCase("theirs");
    for (const verb of [cancelLoad, loadRest]) {
      await expect(verb({ caseId: other, loadId }, operatorCalled("ada"))).rejects.toMatchObject({ code: "not-found" });
    }
    expect((await prisma().load.findUniqueOrThrow({ where: { id: loadId } })).state).toBe("queued");
  });
});

describe("uploads", () => {
  const id = (n: number) => String(n).padStart(32, "0");
  async function upload(n: number, caseId: string, name: string, content: string | Buffer, person = ada) {
    await beginUpload({ id: id(n), caseId, name, size: Buffer.byteLength(content) }, person);
    await writeFile(uploadPath(id(n)), content);
    await finishUpload(id(n));
  }

  it("become one load, whose originals they are", async () => {
    const caseId = await newCase("uploaded");
    const files = Object.entries(corpus());
    for (const [n, [name, content]] of files.entries()) await upload(n, caseId, name, content);
    const uploadIds = files.map((_, n) => id(n));
    const { loadId } = await loadUploads({ caseId, uploadIds }, ada);
    const result = await runLoad(loadId);
    await removeLoadedUploads(loadId);
    const same = await newCase("from a folder");
    await loadEvidence({ caseId: same, paths: [folder] });
    expect(result).toMatchObject({ state: "done", filesFailed: [] });
    expect(await marksOf(caseId)).toBe(await marksOf(same));
    expect(await prisma().upload.count({ where: { caseId } })).toBe(0);
    expect(await readdir(path.join(env().dataDir, "uploads"))).toEqual([]);
  });

  it("belong to who began them, to their case, and to one load", async () => {
    const caseId = await newCase("whose");
    const other = await newCase("other");
    await upload(100, caseId, "a.log", "x");
    await beginUpload({ id: id(101), caseId, name: "unfinished.log", size: 10 }, ada);
    await expect(checkOwnUpload(id(100), bob)).rejects.toMatchObject({ code: "not-found" });
    await checkOwnUpload(id(100), ada);
    const both = [id(100), id(101)];
    await expect(loadUploads({ caseId, uploadIds: both }, ada)).rejects.toMatchObject({ code: "not-found" });
    await expect(loadUploads({ caseId, uploadIds: [id(100)] }, bob)).rejects.toMatchObject({ code: "not-found" });
    await expect(loadUploads({ caseId: other, uploadIds: [id(100)] }, ada)).rejects.toMatchObject({
      code: "not-found",
    });
    expect(await prisma().load.count({ where: { caseId: { in: [caseId, other] } } })).toBe(0);
    await loadUploads({ caseId, uploadIds: [id(100)] }, ada);
    await expect(loadUploads({ caseId, uploadIds: [id(100)] }, ada)).rejects.toMatchObject({ code: "not-found" });
    await expect(checkOwnUpload(id(100), ada)).rejects.toMatchObject({ code: "not-found" });
  });

  it("are refused without a case, a name or room", async () => {
    const caseId = await newCase("refused uploads");
    const begin = (more: object) => beginUpload({ id: id(200), caseId, name: "a.log", size: 1, ...more }, ada);
    await expect(begin({ caseId: NO_CASE })).rejects.toMatchObject({ code: "not-found" });
    await expect(begin({ size: 1e12 })).rejects.toThrow(/larger than 200 GB/);
    await expect(begin({ name: "" })).rejects.toThrow(/name/);
    await expect(begin({ name: "n".repeat(1001) })).rejects.toThrow(/too long/);
    await begin({ name: "../../etc/\u0000passwd" });
    expect(await prisma().upload.findUniqueOrThrow({ where: { id: id(200) } })).toMatchObject({
      name: "../../etc/\uFFFDpasswd",
    });
    expect(() => uploadPath("../secret")).toThrow();
  });

  it("are swept when nobody went on with them for a week", async () => {
    const caseId = await newCase("swept");
    await upload(300, caseId, "old.log", "x");
    await upload(301, caseId, "new.log", "x");
    await pool().query("UPDATE uploads SET created_at = now() - interval '8 days' WHERE id = $1", [id(300)]);
    await sweepUploads();
    expect([existsSync(uploadPath(id(300))), existsSync(uploadPath(id(301)))]).toEqual([false, true]);
  });
});

describe("loadFolder", () => {
  it("loads what lies below an allowed root, and nothing else", async () => {
    const caseId = await newCase("from the server");
    const root = await mkdtemp(path.join(tmpdir(), "threadline-root-"));
    const outside = await mkdtemp(path.join(tmpdir(), "threadline-outside-"));
    await writeFiles(path.join(root, "in"), { "a.log": "x" });
    await writeFile(path.join(outside, "secret.log"), "s");
    await symlink(outside, path.join(root, "out"));
    await symlink(path.join(outside, "secret.log"), path.join(root, "in", "link.log"));
    await symlink(path.join(root, "in"), path.join(root, "in", "loop"));
    execFileSync("mkfifo", [path.join(root, "in", "pipe")]);
    await mkdir(`${root}-beside`);
    process.env.THREADLINE_EVIDENCE_ROOTS = root;
    try {
      const started = await loadFolder({ caseId, path: path.join(root, "in") }, operatorCalled("ada"));
      expect(started.files).toBe(1);
      expect(started.skipped).toEqual([
        { name: "link.log", reason: "a symbolic link" },
        { name: "loop", reason: "a symbolic link" },
        { name: "pipe", reason: "neither a file nor a folder" },
      ]);
      for (const refused of [
        outside,
        path.join(root, "out"),
        `${root}/../`,
        `${root}-beside`,
        "/etc",
        `${root}/gone`,
      ]) {
        await expect(loadFolder({ caseId, path: refused }, operatorCalled("ada")), refused).rejects.toMatchObject({
          code: "forbidden",
        });
      }
    } finally {
      delete process.env.THREADLINE_EVIDENCE_ROOTS;
      for (const made of [root, outside, `${root}-beside`]) await rm(made, { recursive: true });
    }
  });
});
