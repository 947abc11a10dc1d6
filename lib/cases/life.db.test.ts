import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import pg from "pg";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { verifyAuditChain } from "@/lib/audit/verify-chain";
import { addPerson, operatorCalled, putOnCase } from "@/lib/auth/test-people";
import { addIndicator } from "@/lib/cases/add-indicator";
import { askDuePurges } from "@/lib/cases/ask-due-purges";
import { askPurge } from "@/lib/cases/ask-purge";
import { beginUpload } from "@/lib/cases/begin-upload";
import { chooseReport } from "@/lib/cases/choose-report";
import { createCase } from "@/lib/cases/create-case";
import { describeCase } from "@/lib/cases/describe-case";
import { dropCase } from "@/lib/cases/drop-case";
import { exportFolder, exportPath } from "@/lib/cases/export-files";
import { givenFolder, writeGiven } from "@/lib/cases/given-files";
import { holdCase } from "@/lib/cases/hold-case";
import { setPurgeRule } from "@/lib/cases/purge-rule";
import { removeEvidence } from "@/lib/cases/remove-evidence";
import { removeIndicator } from "@/lib/cases/remove-indicator";
import { removeSearch } from "@/lib/cases/remove-search";
import { runPurge } from "@/lib/cases/run-purge";
import { saveSearch } from "@/lib/cases/save-search";
import { setCaseState } from "@/lib/cases/set-case-state";
import { prisma } from "@/lib/db/client";
import { pool } from "@/lib/db/pool";
import { createTestDatabase, type TestDatabase } from "@/lib/db/test-database";
import { env } from "@/lib/env";
import { loadEvidence } from "@/lib/ingest/load-evidence";
import { corpus, flowLog, writeFiles } from "@/lib/ingest/test-corpus";
import { investigate } from "@/lib/investigate/investigate";
import { ReportSettings } from "@/lib/report/report-settings";
import { uploadPath } from "@/lib/sources/upload-store";
import { readRetention } from "@/lib/timeline/life/read-retention";
import { listCaseRows } from "@/lib/timeline/list-case-rows";

const ADA = operatorCalled("ada@example.net");
const INDICATOR = "198.51.100.7";
const ASKED = { ip: INDICATOR, from: null, to: null };
const DAY_MS = 86_400_000;

let database: TestDatabase;
let folder: string;
beforeAll(async () => {
  database = await createTestDatabase();
  folder = await mkdtemp(path.join(tmpdir(), "threadline-life-"));
});
afterAll(async () => {
  await database.drop();
  await rm(folder, { recursive: true });
});

async function refused(work: () => Promise<unknown>, words: RegExp): Promise<void> {
  const before = await pool().query("SELECT count(*) FROM audit_entries");
  await expect(work()).rejects.toThrow(words);
  expect((await pool().query("SELECT count(*) FROM audit_entries")).rows).toEqual(before.rows);
}

async function filledCase(title: string, files: Record<string, string | Buffer>): Promise<string> {
  const { id: caseId } = await createCase({ title });
  await addIndicator({ caseId, kind: "address", value: INDICATOR }, ADA);
  const from = path.join(folder, caseId);
  await writeFiles(from, files);
  await loadEvidence({ caseId, paths: [from] });
  return caseId;
}

describe("the states of a case", () => {
  it("lead from one to another with an entry for each, and say why where they do not", async () => {
    const { id: caseId } = await createCase({ title: "states" });
    const to = (state: "open" | "closed" | "archived") => setCaseState({ caseId, state }, ADA);
    await refused(() => to("archived"), /Close the case first/);
    await refused(() => to("open"), /is open already/);
    await to("closed");
    await refused(() => describeCase({ caseId, title: "x" }, ADA), /is closed. Reopen it/);
    await refused(() => saveSearch({ caseId, name: "x", query: "port:1" }, ADA), /is closed/);
    await refused(() => chooseReport({ caseId, settings: ReportSettings.parse({}) }, ADA), /is closed/);
    await to("archived");
    await refused(() => addIndicator({ caseId, kind: "name", value: "a.example" }, ADA), /archived. Reopen it/);
    await to("open");
    await addIndicator({ caseId, kind: "name", value: "a.example" }, ADA);
    const told = await prisma().auditEntry.findMany({ where: { caseId }, orderBy: { id: "asc" } });
    expect(told.map(({ action, detail }) => [action, (detail as { was?: string }).was])).toEqual([
      ["case.created", undefined],
      ["case.closed", "open"],
      ["case.archived", "closed"],
      ["case.reopened", "archived"],
      ["indicator.added", undefined],
    ]);
  });

  it("take a closed case's answers away when it is archived, and make them again when asked", async () => {
    const caseId = await filledCase("archived", corpus());
    const before = await investigate({ caseId, ...ASKED });
    await setCaseState({ caseId, state: "closed" }, ADA);
    await setCaseState({ caseId, state: "archived" }, ADA);
    expect(await prisma().investigation.count({ where: { caseId } })).toBe(0);
    expect((await listCaseRows(ADA)).rows.some(({ id }) => id === caseId)).toBe(false);
    expect((await listCaseRows(ADA, { archived: true })).rows.map(({ id }) => id)).toEqual([caseId]);
    await setCaseState({ caseId, state: "open" }, ADA);
    expect({ ...(await investigate({ caseId, ...ASKED })), generatedAt: "" }).toEqual({
      ...before,
      generatedAt: "",
    });
    await dropCase(caseId);
  });
});

describe("a legal hold", () => {
  it("keeps everything that could be removed, in words, until it is lifted", async () => {
    const caseId = await filledCase("held", { "flow.log": flowLog([{ minute: 1 }]) });
    const [file] = await prisma().evidenceFile.findMany({ where: { caseId } });
    const [flag] = await prisma().indicator.findMany({ where: { caseId } });
    const { id: searchId } = await saveSearch({ caseId, name: "kept", query: "port:443" }, ADA);
    await holdCase({ caseId, held: true, reason: "Matter 12" }, ADA);
    await refused(() => holdCase({ caseId, held: true, reason: "again" }, ADA), /under legal hold already/);
    const remove = () => removeEvidence({ caseId, sha256: file?.sha256 ?? "", reason: "x" }, ADA);
    const words = /under legal hold, so nothing is removed from it: Matter 12/;
    await refused(remove, words);
    await refused(() => removeIndicator({ caseId, indicatorId: flag?.id ?? 0 }, ADA), words);
    await refused(() => removeSearch({ caseId, searchId }, ADA), words);
    await refused(() => askPurge({ caseId, title: "held" }, ADA), words);
    await refused(() => dropCase(caseId), words);
    await describeCase({ caseId, title: "held and named" }, ADA);
    await setCaseState({ caseId, state: "closed" }, ADA);
    await setPurgeRule({ afterDays: 1, warningDays: 1 }, ADA);
    const later = new Date(Date.now() + 10 * DAY_MS);
    expect(await askDuePurges(later)).toEqual([]);
    expect((await readRetention(later)).due).toMatchObject([{ id: caseId, holdReason: "Matter 12" }]);
    await setCaseState({ caseId, state: "open" }, ADA);
    await holdCase({ caseId, held: false, reason: "Settled" }, ADA);
    await refused(() => holdCase({ caseId, held: false, reason: "again" }, ADA), /not under legal hold/);
    await remove();
    await setPurgeRule({ afterDays: null, warningDays: 14 }, ADA);
  });
});

describe("the rule for closed cases", () => {
  it("is off at first, warns for its days, and purges what is due then and stays closed", async () => {
    const { id: caseId } = await createCase({ title: "due" });
    const { id: open } = await createCase({ title: "not due" });
    await setCaseState({ caseId, state: "closed" }, ADA);
    expect(await askDuePurges(new Date(Date.now() + 5000 * DAY_MS))).toEqual([]);
    const bob = await addPerson("bob");
    await refused(() => setPurgeRule({ afterDays: 1, warningDays: 1 }, bob), /Only an owner/);
    // Long closed before there was a rule: the warning comes first all the same.
    await pool().query("UPDATE cases SET closed_at = now() - interval '400 days' WHERE id = $1", [caseId]);
    await setPurgeRule({ afterDays: 365, warningDays: 14 }, ADA);
    const soon = new Date(Date.now() + 13 * DAY_MS);
    expect((await readRetention(soon)).due.map(({ id }) => id)).toEqual([caseId]);
    expect(await askDuePurges(soon)).toEqual([]);
    const then = new Date(Date.now() + 15 * DAY_MS);
    expect(await askDuePurges(then)).toEqual([caseId]);
    await runPurge(caseId);
    expect(await prisma().purge.findUnique({ where: { caseId } })).toMatchObject({ state: "done", byRule: true });
    expect(await prisma().case.count({ where: { id: open } })).toBe(1);
    await setPurgeRule({ afterDays: null, warningDays: 14 }, ADA);
  });
});

const MARK = "zqk7wm3x";

/** Everywhere that something could be left: `schema.table` or the path of a file, with what was found there. */
async function remainsOf(marks: readonly string[]): Promise<string[]> {
  const owner = new pg.Client({ connectionString: database.ownerUrl });
  await owner.connect();
  const found: string[] = [];
  try {
    const { rows: tables } = await owner.query<{ name: string }>(
      `SELECT format('%I.%I', n.nspname, c.relname) AS name FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
        WHERE c.relkind = 'r' AND n.nspname NOT IN ('pg_catalog', 'information_schema') AND n.nspname NOT LIKE 'pg_toast%'`,
    );
    for (const { name } of [...tables, { name: "pg_catalog.pg_largeobject" }]) {
      const { rows } = await owner.query(`SELECT 1 FROM ${name} t WHERE t::text ILIKE ANY ($1) LIMIT 1`, [
        marks.map((mark) => `%${mark}%`),
      ]);
      if (rows.length > 0) found.push(name);
    }
  } finally {
    await owner.end();
  }
  for (const entry of await readdir(env().dataDir, { withFileTypes: true, recursive: true })) {
    const file = path.join(entry.parentPath, entry.name);
    const text = entry.isFile() ? (await readFile(file)).toString("latin1") : "";
    if (marks.some((mark) => `${file}\n${text}`.includes(mark))) found.push(file);
  }
  return found;
}

describe("a purge", () => {
  it("leaves no remains wherever it was cut off, spares what another case has, and leaves a stub", async () => {
    const shared = flowLog([{ minute: 5 }]);
    const other = await filledCase("other", { "shared.log": shared });
    const title = `Case ${MARK}`;
    const caseId = await filledCase(title, {
      ...corpus(),
      "shared.log": shared,
      [`${MARK}.log`]: `${flowLog([{ minute: 700 }])}${MARK} is no record\n`,
    });
    const bob = await addPerson(`bob-${MARK.slice(0, 2)}`);
    await putOnCase(caseId, bob, "investigator");
    await saveSearch({ caseId, name: MARK, query: `domain:${MARK}.example` }, ADA);
    await chooseReport({ caseId, settings: ReportSettings.parse({ summary: MARK }) }, ADA);
    await investigate({ caseId, ...ASKED });
    const id = "0".repeat(32);
    await beginUpload({ id, caseId, name: `${MARK}.gz`, size: 9 }, bob);
    await writeFile(uploadPath(id), MARK);
    await writeGiven(givenFolder(caseId), "given.json", MARK);
    const made = await prisma().caseExport.create({
      data: { caseId, format: "md", state: "done", name: `${MARK}.md`, actor: ADA.email },
    });
    await mkdir(exportFolder(caseId), { recursive: true });
    await writeFile(exportPath(made), MARK);
    const marks = [MARK];
    const there = await remainsOf(marks);
    expect(there.length).toBeGreaterThan(8);
    expect(there).toEqual(expect.arrayContaining(["public.exports", exportPath(made)]));

    await refused(() => askPurge({ caseId, title: "another" }, ADA), /not the name of the case/);
    await askPurge({ caseId, title }, ADA);
    expect((await listCaseRows(bob)).rows).toEqual([]);
    await refused(() => addIndicator({ caseId, kind: "name", value: "a.example" }, ADA), /being purged/);
    await addEverywhere(caseId);
    // Cut off at each of its steps once.
    let cuts = 0;
    for (;;) {
      let calls = 0;
      const throwIfAborted = () => {
        if (calls++ === cuts) throw new Error("cut off");
      };
      const done = await runPurge(caseId, { signal: { aborted: false, throwIfAborted } as AbortSignal }).then(
        () => true,
        () => false,
      );
      if (done) break;
      cuts += 1;
    }
    expect(cuts).toBeGreaterThan(30);
    await runPurge(caseId);

    expect(await remainsOf(marks)).toEqual([]);
    const trail = await prisma().auditEntry.findMany({ where: { caseId }, orderBy: { id: "desc" } });
    expect(trail[0]).toMatchObject({
      ...{ action: "case.purged", actor: ADA.email, subject: null },
      detail: { files: expect.any(Number), lastEntry: { id: Number(trail[1]?.id), hash: trail[1]?.hash } },
    });
    expect(trail.slice(1).every(({ subject, detail }) => subject === null && JSON.stringify(detail) === "{}")).toBe(
      true,
    );
    expect((await verifyAuditChain()).brokenAt).toBeNull();
    const left = await remainsOf([caseId]);
    expect(left.sort()).toEqual(["public.audit_entries", "public.purges"]);
    const [kept] = await prisma().evidenceFile.findMany({ where: { caseId: other } });
    const original = path.join(env().dataDir, "evidence", kept?.sha256.slice(0, 2) ?? "", kept?.sha256 ?? "");
    expect(await readFile(original, "utf8")).toBe(shared);
  });

  it("is for the case's lead, under its name, and not while a load waits", async () => {
    const { id: caseId } = await createCase({ title: "mine" });
    const carl = await addPerson("carl");
    await putOnCase(caseId, carl, "investigator");
    await refused(() => askPurge({ caseId, title: "mine" }, carl), /who may not do this/);
    await refused(() => runPurge(caseId), /No purge of this case/);
    await prisma().load.create({ data: { caseId } });
    await refused(() => askPurge({ caseId, title: "mine" }, ADA), /load into this case is waiting/);
  });
});

/** A row in every table of a case that has none yet and that a text can be put into, so that a new table is not forgotten. */
async function addEverywhere(caseId: string): Promise<void> {
  const { rows } = await pool().query<{ name: string; columns: string[]; types: string[] }>(
    `SELECT c.relname AS name, array_agg(a.attname::text ORDER BY a.attnum) AS columns,
            array_agg(format_type(a.atttypid, NULL) ORDER BY a.attnum) AS types
       FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
        AND (a.attnotnull OR a.attname = 'case_id')
      WHERE c.relnamespace = 'public'::regnamespace AND c.relkind = 'r' AND c.relname NOT IN ('audit_entries', 'purges')
        AND EXISTS (SELECT FROM pg_attribute k WHERE k.attrelid = c.oid AND k.attname = 'case_id') GROUP BY c.relname`,
  );
  const VALUES: Record<string, string> = {
    ...{ text: `'${MARK}'`, "character varying": `'${MARK}'`, jsonb: `'{"note": "${MARK}"}'`, inet: "'192.0.2.1'" },
    ...{ integer: "7", bigint: "7", smallint: "1", "double precision": "1", boolean: "true", bytea: "'x'" },
    ...{ "timestamp with time zone": "now()", uuid: "gen_random_uuid()", character: `repeat('a', 64)` },
    ...{ "text[]": `'{${MARK}}'`, "uuid[]": "'{}'", "inet[]": "'{}'" },
  };
  let added = 0;
  for (const { name, columns, types } of rows) {
    const values = columns.map((column, at) =>
      column === "case_id" ? `'${caseId}'` : (VALUES[types[at] ?? ""] ?? "''"),
    );
    // Where another row must be there first, that one's own test has it.
    const made = await pool()
      .query(`INSERT INTO ${name} (${columns.join(", ")}) VALUES (${values.join(", ")}) ON CONFLICT DO NOTHING`)
      .then(
        ({ rowCount }) => rowCount ?? 0,
        () => 0,
      );
    added += made;
  }
  expect(added).toBeGreaterThan(20);
}
