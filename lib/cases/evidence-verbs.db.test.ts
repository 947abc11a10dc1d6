import { execFileSync } from "node:child_process";
import { hash } from "node:crypto";
import { existsSync } from "node:fs";
import { mkdir, mkdtemp, readdir, readFile, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Person } from "@/lib/auth/person";
import { addPerson, operatorCalled, putOnCase } from "@/lib/auth/test-people";
import { beginUpload } from "@/lib/cases/begin-upload";
import { cancelLoad } from "@/lib/cases/cancel-load";
import { createCase } from "@/lib/cases/create-case";
import { loadFolder } from "@/lib/cases/load-folder";
import { loadRest } from "@/lib/cases/load-rest";
import { loadUploads } from "@/lib/cases/load-uploads";
import { checkOwnUpload, finishUpload } from "@/lib/cases/own-upload";
import { removeEvidence } from "@/lib/cases/remove-evidence";
import { startLoad } from "@/lib/cases/start-load";
import { prisma } from "@/lib/db/client";
import { pool } from "@/lib/db/pool";
import { createTestDatabase, type TestDatabase } from "@/lib/db/test-database";
import { env } from "@/lib/env";
import { MADE_BY_LOADING } from "@/lib/ingest/clear-evidence";
import { loadEvidence } from "@/lib/ingest/load-evidence";
import { runLoad } from "@/lib/ingest/run-load";
import { removeLoadedUploads, sweepUploads } from "@/lib/ingest/sweep-uploads";
import { fileAccounts } from "@/lib/ingest/test-accounts";
import { corpus, writeFiles } from "@/lib/ingest/test-corpus";
import { investigate } from "@/lib/investigate/investigate";
import { originalPath } from "@/lib/sources/original-path";
import { uploadPath } from "@/lib/sources/upload-store";
import { readKnownEvidence } from "@/lib/timeline/board/read-known-evidence";

/** Leads each case of the command line, as the owner; the other one is on each, too. */
let ada: Person;
let bob: Person;
const INDICATOR = "198.51.100.7";
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

async function newCase(title: string): Promise<string> {
  const { id } = await createCase({ title });
  await putOnCase(id, bob, "investigator");
  return id;
}

const auditOf = async (caseId: string) =>
  (await prisma().auditEntry.findMany({ where: { caseId }, orderBy: { id: "asc" } })).map(({ action, actor }) => ({
    action,
    actor,
  }));

/** The answers, without what names the run that made them. */
async function answersOf(caseId: string) {
  const { instances, unattributed, earliestIndicator, coverage } = await investigate({
    ...{ caseId, ip: INDICATOR, from: null, to: null },
  });
  return JSON.stringify({ instances, unattributed, earliestIndicator, coverage });
}

async function marksOf(caseId: string): Promise<string> {
  return JSON.stringify(await fileAccounts(caseId));
}

describe("removeEvidence", () => {
  it("leaves a case as if it had never had the file, whichever it is", async () => {
    const names = Object.keys(corpus()).sort();
    for (const name of names.filter((_, index) => index % 3 === 0)) {
      const caseId = await newCase(`without ${name}`);
      await loadEvidence({ caseId, paths: [folder] });
      const file = await prisma().evidenceFile.findFirstOrThrow({
        where: { caseId, names: { some: { name } } },
        include: { names: true },
      });
      const loaded = new Date();
      const all = await prisma().evidenceFile.count({ where: { caseId } });
      const opened = await removeEvidence(
        { caseId, sha256: file.sha256, reason: "another customer's" },
        operatorCalled("ada"),
      );
      await runLoad(opened?.loadId ?? 0);

      const never = await newCase(`never ${name}`);
      const without = await mkdtemp(path.join(tmpdir(), "threadline-without-"));
      const kept = Object.entries(corpus()).filter(([other]) => !file.names.some((known) => known.name === other));
      await writeFiles(without, Object.fromEntries(kept));
      await loadEvidence({ caseId: never, paths: [without] });
      await rm(without, { recursive: true });
      expect(await marksOf(caseId), name).toBe(await marksOf(never));
      // What it had is known again as of then, though the rest was loaded anew since.
      expect((await readKnownEvidence(caseId, loaded)).total, name).toBe(all);
      expect((await readKnownEvidence(caseId, new Date())).total, name).toBeLessThan(all);
      expect(await answersOf(caseId), name).toBe(await answersOf(never));
    }
  });

  it("tells in the audit trail what was removed, why and by whom", async () => {
    const caseId = await newCase("told");
    await loadEvidence({ caseId, paths: [path.join(folder, "flow")] });
    const { sha256 } = await prisma().evidenceFile.findFirstOrThrow({
      where: { caseId, names: { some: { name: "early.log" } } },
    });
    await removeEvidence({ caseId, sha256, reason: "wrong account" }, operatorCalled("ada@example.net"));
    const entry = await prisma().auditEntry.findFirstOrThrow({ where: { caseId, action: "evidence.removed" } });
    expect(entry).toMatchObject({ actor: "ada@example.net", subject: "early-again.log" });
    expect(entry.detail).toMatchObject({ sha256, reason: "wrong account", kind: "vpc-flow", records: 30 });
  });

  it("removes the original with its last case, and leaves it where another holds it", async () => {
    const content = `${JSON.stringify({ Records: [] })}  \n`;
    const below = await mkdtemp(path.join(tmpdir(), "threadline-one-"));
    await writeFile(path.join(below, "one.json"), content);
    const cases = [await newCase("first holder"), await newCase("second holder")];
    for (const caseId of cases) await loadEvidence({ caseId, paths: [below] });
    await rm(below, { recursive: true });
    const [first = "", second = ""] = cases;
    const { sha256 } = await prisma().evidenceFile.findFirstOrThrow({ where: { caseId: first } });
    const original = originalPath(env().dataDir, sha256);
    expect(await removeEvidence({ caseId: first, sha256, reason: "x" }, operatorCalled("ada"))).toBeNull();
    expect(existsSync(original)).toBe(true);
    await removeEvidence({ caseId: second, sha256, reason: "x" }, operatorCalled("ada"));
    expect(existsSync(original)).toBe(false);
  });

  it("refuses an unknown file, an empty reason, and a case that is being loaded, and changes nothing", async () => {
    const caseId = await newCase("refused");
    await loadEvidence({ caseId, paths: [path.join(folder, "dns")] });
    const before = { marks: await marksOf(caseId), audit: await auditOf(caseId) };
    const { sha256 } = await prisma().evidenceFile.findFirstOrThrow({ where: { caseId } });
    const refused = (input: object) => removeEvidence({ caseId, sha256, reason: "x", ...input }, operatorCalled("ada"));
    await expect(refused({ sha256: "0".repeat(64) })).rejects.toMatchObject({ code: "not-found" });
    await expect(refused({ caseId: NO_CASE })).rejects.toMatchObject({ code: "not-found" });
    await expect(refused({ reason: " " })).rejects.toThrow(/why/);
    expect({ marks: await marksOf(caseId), audit: await auditOf(caseId) }).toEqual(before);
    await startLoad({ caseId, paths: [path.join(folder, "api")] });
    await expect(refused({})).rejects.toMatchObject({ code: "conflict" });
    expect(await marksOf(caseId)).toBe(before.marks);
  });

  it("marks a file whose original was changed in the store as failed", async () => {
    const caseId = await newCase("changed");
    await loadEvidence({ caseId, paths: [path.join(folder, "dns"), path.join(folder, "api")] });
    const files = await prisma().evidenceFile.findMany({ where: { caseId }, orderBy: { id: "asc" } });
    const changed = originalPath(env().dataDir, files[0]?.sha256 ?? "");
    const bytes = await readFile(changed);
    await writeFile(changed, "changed");
    const opened = await removeEvidence({ caseId, sha256: files[1]?.sha256 ?? "", reason: "x" }, operatorCalled("ada"));
    const result = await runLoad(opened?.loadId ?? 0);
    expect(result.filesFailed).toMatchObject([{ reason: expect.stringMatching(/SHA-256 has changed/) }]);
    expect(existsSync(originalPath(env().dataDir, hash("sha256", "changed")))).toBe(false);
    // What could not be read then is asked for again by the next removal: put back, it is read.
    await writeFile(changed, bytes);
    const [kept] = await prisma().evidenceFile.findMany({ where: { caseId }, orderBy: { id: "asc" } });
    const again = await removeEvidence({ caseId, sha256: kept?.sha256 ?? "", reason: "x" }, operatorCalled("ada"));
    await runLoad(again?.loadId ?? 0);
    const hashes = (await prisma().evidenceFile.findMany({ where: { caseId } })).map(({ sha256 }) => sha256);
    expect(hashes).toContain(files[0]?.sha256);
    expect(hashes).not.toContain(kept?.sha256);
  });

  it("knows every table that loading fills", async () => {
    const { rows } = await pool().query<{ name: string }>(
      `SELECT table_name AS name FROM information_schema.columns c JOIN pg_class p ON p.relname = table_name
        WHERE table_schema = 'public' AND column_name = 'case_id' AND NOT relispartition ORDER BY 1`,
    );
    const byPeople = [
      "audit_entries",
      "case_reviews",
      "case_versions",
      "frozen_documents",
      "exports",
      "fetches",
      "fetch_objects",
      "deliveries",
      "case_history",
      "detection_mutes",
      "detection_settings",
      "evidence_checks",
      "indicators",
      "notices",
      "report_settings",
      "saved_searches",
      "tasks",
      "hypotheses",
      "citations",
      "manual_events",
      "evidence_stays",
      "case_starts",
      "case_baselines",
      "case_members",
      "comments",
      "pins",
      "subject_colours",
      "subject_tags",
      "case_visits",
      "presences",
      "uploads",
      "watched_values",
      "purges",
      "case_origins",
      "webhooks",
    ];
    expect(rows.map(({ name }) => name).filter((name) => !byPeople.includes(name))).toEqual(
      [...MADE_BY_LOADING].sort(),
    );
  });
});

describe("cancelLoad and loadRest", () => {
  it("cancels a waiting load, whose files the next one reads", async () => {
    const caseId = await newCase("cancelled");
    const { loadId, files } = await startLoad({ caseId, paths: [folder] });
    await expect(loadRest({ caseId, loadId }, operatorCalled("ada"))).rejects.toMatchObject({ code: "conflict" });
    await cancelLoad({ caseId, loadId }, operatorCalled("ada"));
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
