import { randomBytes } from "node:crypto";
import { mkdtemp, open, rm, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { makeSetupToken } from "@/bin/setup-token.mjs";
import { verifyAuditChain } from "@/lib/audit/verify-chain";
import { createOwner } from "@/lib/auth/create-owner";
import { findPerson } from "@/lib/auth/find-person";
import type { Person } from "@/lib/auth/person";
import { signIn } from "@/lib/auth/sign-in";
import { browser, jar } from "@/lib/auth/test-browser";
import { addPerson, operatorCalled, putOnCase } from "@/lib/auth/test-people";
import { addIndicator } from "@/lib/cases/add-indicator";
import { createCase } from "@/lib/cases/create-case";
import { dropCase } from "@/lib/cases/drop-case";
import { saveSearch } from "@/lib/cases/save-search";
import { closeDatabase, prisma } from "@/lib/db/client";
import { pool } from "@/lib/db/pool";
import { createTestDatabase, type TestDatabase } from "@/lib/db/test-database";
import { loadEvidence } from "@/lib/ingest/load-evidence";
import { fileAccounts } from "@/lib/ingest/test-accounts";
import { corpus, flowLog, writeFiles } from "@/lib/ingest/test-corpus";
import { investigate } from "@/lib/investigate/investigate";
import { listCaseRows } from "@/lib/timeline/list-case-rows";
import { backup } from "@/lib/transfer/backup";
import { restore } from "@/lib/transfer/restore";

vi.mock("next/headers.js", () => import("@/lib/auth/test-browser"));

const OWNER = { email: "olga@example.net", password: "nine copper kettles" };
const INDICATOR = "198.51.100.7";
const ADA = operatorCalled("ada@example.net");

let folder: string;
let source: TestDatabase;
const databases: TestDatabase[] = [];
/** Taken while the second load ran, and after it; without originals. */
const taken = () => ({
  during: path.join(folder, "during.tar"),
  after: path.join(folder, "after.tar"),
  bare: path.join(folder, "bare.tar"),
});
let first: string;
let second: string;
let documents: unknown[];

async function use(database: TestDatabase): Promise<void> {
  await closeDatabase();
  process.env.DATABASE_URL = database.url;
  process.env.THREADLINE_OWNER_DATABASE_URL = database.ownerUrl;
  process.env.THREADLINE_DATA_DIR = database.dataDir;
}

async function emptyInstallation(): Promise<TestDatabase> {
  await closeDatabase();
  const database = await createTestDatabase();
  databases.push(database);
  return database;
}

async function documentOf(caseId: string): Promise<unknown> {
  return { ...(await investigate({ caseId, ip: INDICATOR, from: null, to: null })), generatedAt: "" };
}

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), "threadline-backup-"));
  source = await emptyInstallation();
  await writeFiles(path.join(folder, "one"), corpus());
  const lines = Array.from({ length: 60_000 }, (_, port) => ({ minute: port % 500, port }));
  await writeFiles(path.join(folder, "two"), { "a.log": flowLog(lines), "b.log": flowLog(lines.slice(0, 900)) });
  const token = (await makeSetupToken(source.url)) ?? "";
  await createOwner({ ...OWNER, name: "Olga", token }, new Headers());
  const bob = await addPerson("bob");
  await prisma().webSession.create({
    data: {
      id: "s",
      token: "t",
      userId: bob.id,
      expiresAt: new Date(Date.now() + 1e6),
      createdAt: new Date(),
      updatedAt: new Date(),
    },
  });
  first = (await createCase({ title: "first" })).id;
  second = (await createCase({ title: "second" })).id;
  await putOnCase(first, bob, "investigator");
  await addIndicator({ caseId: first, kind: "address", value: INDICATOR }, ADA);
  await saveSearch({ caseId: first, name: "kept", query: "port:443" }, bob);
  await loadEvidence({ caseId: first, paths: [path.join(folder, "one")] });
  const loading = loadEvidence({ caseId: second, paths: [path.join(folder, "two")] });
  await backup({ path: taken().during, withOriginals: true });
  await loading;
  documents = [await documentOf(first), await documentOf(second)];
  await backup({ path: taken().after, withOriginals: true });
  await backup({ path: taken().bare, withOriginals: false });
});
afterAll(async () => {
  await rm(folder, { recursive: true });
  for (const database of databases) {
    await use(database);
    await database.drop();
  }
});

describe("a backup", () => {
  it("is closed to others, and says what its documents say once it is restored into an empty installation", async () => {
    expect((await stat(taken().after)).mode & 0o777).toBe(0o600);
    await use(source);
    const accounts = await fileAccounts(first);
    const target = await emptyInstallation();
    const result = await restore({ path: taken().after });
    expect(result).toMatchObject({ missing: [], originals: expect.any(Number) });
    expect([await documentOf(first), await documentOf(second)]).toEqual(documents);
    expect(await fileAccounts(first)).toEqual(accounts);
    expect((await verifyAuditChain()).brokenAt).toBeNull();
    expect(await prisma().webSession.count()).toBe(0);
    // Sessions stay behind; who had a password has it here, and finds their case.
    jar.clear();
    await expect(signIn({ ...OWNER, password: "ten copper kettles" }, browser())).rejects.toThrow(/do not go together/);
    expect(await signIn(OWNER, browser())).toBe("signed-in");
    const owner = await findPerson(browser());
    expect(owner).toMatchObject({ email: OWNER.email, role: "owner" });
    const { rows } = await listCaseRows(owner as Person);
    expect(rows.map(({ title }) => title)).toEqual(["second", "first"]);
    expect(await prisma().caseMember.count({ where: { caseId: first } })).toBe(2);
    // Numbers go on, triggers are back, and what the app makes and drops is its own.
    const more = await createCase({ title: "more" });
    await loadEvidence({ caseId: more.id, paths: [path.join(folder, "one")] });
    await expect(pool().query("UPDATE audit_entries SET actor = 'x'")).rejects.toThrow(/permission denied/);
    await dropCase(second);
    expect((await verifyAuditChain()).brokenAt).toBeNull();
    await expect(restore({ path: taken().after })).rejects.toThrow(/not empty/);
    await use(target);
  });

  it("that was taken while a load ran is of one moment: that load goes on to the same end", async () => {
    await emptyInstallation();
    await restore({ path: taken().during });
    expect(await documentOf(first)).toEqual(documents[0]);
    const files = await prisma().evidenceFile.findMany({ where: { caseId: second } });
    const rows = await Promise.all(
      files.map(async ({ loadId, id, records }) => {
        const { rows } = await pool().query(`SELECT count(*) AS n FROM flow_records_l${loadId} WHERE file_id = $1`, [
          id,
        ]);
        return Number(rows[0].n) === Number(records);
      }),
    );
    expect(rows.every(Boolean)).toBe(true);
    await loadEvidence({ caseId: second, paths: [path.join(folder, "two")] });
    expect(await documentOf(second)).toEqual(documents[1]);
  });

  it("without originals says which ones are not here", async () => {
    const here = await emptyInstallation();
    const { missing, originals } = await restore({ path: taken().bare });
    expect(originals).toBe(0);
    expect(missing.length).toBe(new Set((await prisma().evidenceFile.findMany()).map(({ sha256 }) => sha256)).size);
    await use(here);
  });

  it.each([
    ["a changed byte", async (file: string) => change(file, 0.5)],
    ["a cut", async (file: string) => cut(file)],
  ])("with %s is refused, and leaves the installation empty", async (_, spoil) => {
    const spoilt = path.join(folder, `${randomBytes(4).toString("hex")}.tar`);
    await use(source);
    await backup({ path: spoilt, withOriginals: true });
    await spoil(spoilt);
    await emptyInstallation();
    await expect(restore({ path: spoilt })).rejects.toThrow(/This archive is not taken/);
    expect(await prisma().case.count()).toBe(0);
    await restore({ path: taken().after });
    expect(await prisma().case.count()).toBe(2);
  });
});

async function change(file: string, at: number): Promise<void> {
  const handle = await open(file, "r+");
  const { size } = await handle.stat();
  const byte = Buffer.alloc(1);
  const place = Math.floor(size * at);
  await handle.read(byte, 0, 1, place);
  await handle.write(Buffer.from([(byte[0] ?? 0) ^ 1]), 0, 1, place);
  await handle.close();
}

async function cut(file: string): Promise<void> {
  const handle = await open(file, "r+");
  await handle.truncate(Math.floor((await handle.stat()).size / 2));
  await handle.close();
}
