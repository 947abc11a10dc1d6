import { hash } from "node:crypto";
import { existsSync } from "node:fs";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Person } from "@/lib/auth/person";
import { addPerson, operatorCalled } from "@/lib/auth/test-people";
import { removeEvidence } from "@/lib/cases/remove-evidence";
import { startLoad } from "@/lib/cases/start-load";
import { auditOf, caseWith, marksOf } from "@/lib/cases/test-evidence-case";
import { prisma } from "@/lib/db/client";
import { pool } from "@/lib/db/pool";
import { createTestDatabase, type TestDatabase } from "@/lib/db/test-database";
import { env } from "@/lib/env";
import { MADE_BY_LOADING } from "@/lib/ingest/clear-evidence";
import { loadEvidence } from "@/lib/ingest/load-evidence";
import { runLoad } from "@/lib/ingest/run-load";
import { corpus, writeFiles } from "@/lib/ingest/test-corpus";
import { investigate } from "@/lib/investigate/investigate";
import { originalPath } from "@/lib/sources/original-path";
import { readKnownEvidence } from "@/lib/timeline/board/read-known-evidence";

/** On each case. */
let bob: Person;
const INDICATOR = "198.51.100.7";
const NO_CASE = "00000000-0000-4000-8000-000000000000";

let database: TestDatabase;
let folder: string;
beforeAll(async () => {
  database = await createTestDatabase();
  folder = await mkdtemp(path.join(tmpdir(), "threadline-verbs-"));
  await writeFiles(folder, corpus());
  // Leads each case of the command line, as the owner.
  await addPerson("ada", "owner");
  bob = await addPerson("bob");
});
afterAll(async () => {
  await database.drop();
  await rm(folder, { recursive: true });
});

const newCase = (title: string) => caseWith(title, bob);

/** The answers, without what names the run that made them. */
async function answersOf(caseId: string) {
  const { instances, unattributed, earliestIndicator, coverage } = await investigate({
    ...{ caseId, ip: INDICATOR, from: null, to: null },
  });
  return JSON.stringify({ instances, unattributed, earliestIndicator, coverage });
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
