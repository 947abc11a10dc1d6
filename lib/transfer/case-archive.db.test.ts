import { hash } from "node:crypto";
import { createReadStream } from "node:fs";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { buffer } from "node:stream/consumers";
import { extract, pack } from "tar-stream";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { verifyAuditChain } from "@/lib/audit/verify-chain";
import { addPerson, operatorCalled, putOnCase } from "@/lib/auth/test-people";
import { addIndicator } from "@/lib/cases/add-indicator";
import { createCase } from "@/lib/cases/create-case";
import { holdCase } from "@/lib/cases/hold-case";
import { saveSearch } from "@/lib/cases/save-search";
import { setCaseState } from "@/lib/cases/set-case-state";
import { closeDatabase, prisma } from "@/lib/db/client";
import { pool } from "@/lib/db/pool";
import { createTestDatabase, type TestDatabase } from "@/lib/db/test-database";
import { loadEvidence } from "@/lib/ingest/load-evidence";
import { runLoad } from "@/lib/ingest/run-load";
import { corpus, writeFiles } from "@/lib/ingest/test-corpus";
import { investigate } from "@/lib/investigate/investigate";
import { exportCaseArchive } from "@/lib/transfer/export-case";
import { importCaseArchive } from "@/lib/transfer/import-case";
import { packToFile } from "@/lib/transfer/pack-writer";

const INDICATOR = "198.51.100.7";
const ADA = operatorCalled("ada@example.net");

let folder: string;
let archive: string;
let document: string;
let source: string;
const databases: TestDatabase[] = [];

async function newInstallation(): Promise<void> {
  await closeDatabase();
  databases.push(await createTestDatabase());
}

async function documentOf(caseId: string): Promise<string> {
  return JSON.stringify({ ...(await investigate({ caseId, ip: INDICATOR, from: null, to: null })), generatedAt: "" });
}

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), "threadline-archive-"));
  archive = path.join(folder, "case.tar");
  await newInstallation();
  await writeFiles(path.join(folder, "logs"), corpus());
  const [bob, carl] = [await addPerson("bob"), await addPerson("carl")];
  source = (await createCase({ title: "Travels" })).id;
  await putOnCase(source, bob, "investigator");
  await putOnCase(source, carl, "viewer");
  await addIndicator({ caseId: source, kind: "address", value: INDICATOR }, ADA);
  await saveSearch({ caseId: source, name: "kept", query: "port:443" }, bob);
  for (const owner of [bob, carl]) {
    await prisma().task.create({
      data: { caseId: source, title: `for ${owner.name}`, ownerId: owner.id, position: 1, actor: bob.email },
      select: { id: true },
    });
  }
  await loadEvidence({ caseId: source, paths: [path.join(folder, "logs")] });
  document = await documentOf(source);
  await holdCase({ caseId: source, held: true, reason: "Matter 7" }, ADA);
  await setCaseState({ caseId: source, state: "closed" }, ADA);
  await packToFile(archive, (writer) => exportCaseArchive({ caseId: source }, writer, ADA));
});
afterAll(async () => {
  await rm(folder, { recursive: true });
  for (const database of databases) {
    process.env.DATABASE_URL = database.url;
    await database.drop();
  }
});

describe("a case that is taken to another installation", () => {
  it("says the same there, with what people said in it, and its trail beside its own", async () => {
    const before = await prisma().auditEntry.findMany({ where: { caseId: source }, orderBy: { id: "asc" } });
    await expect(importCaseArchive({ path: archive }, ADA)).rejects.toThrow(/is in this installation already/);
    await newInstallation();
    const bob = await addPerson("another-id");
    await prisma().user.update({ where: { id: bob.id }, data: { email: "bob@example.net" } });
    const { caseId, load } = await importCaseArchive({ path: archive }, ADA);
    expect(caseId).not.toBe(source);
    await runLoad(load?.loadId ?? 0);
    expect(await documentOf(caseId)).toBe(document);
    expect(await prisma().case.findUnique({ where: { id: caseId } })).toMatchObject({
      ...{ title: "Travels", state: "closed", holdReason: "Matter 7", heldBy: ADA.email },
    });
    expect(await prisma().savedSearch.findMany({ where: { caseId } })).toMatchObject([
      { name: "kept", query: "port:443", actor: "bob@example.net" },
    ]);
    const tasks = await prisma().task.findMany({ where: { caseId }, orderBy: { title: "asc" } });
    expect(tasks.map(({ title, ownerId }) => [title, ownerId])).toEqual([
      ["for bob", bob.id],
      ["for carl", null],
    ]);
    const origin = await prisma().caseOrigin.findUniqueOrThrow({ where: { caseId } });
    expect(origin.people).toEqual([
      { name: "bob", email: "bob@example.net", role: "investigator" },
      { name: "carl", email: "carl@example.net", role: "viewer" },
    ]);
    const told = origin.trail
      .trim()
      .split("\n")
      .map((line) => JSON.parse(line));
    expect(told.map(({ hash }) => hash)).toEqual(before.map(({ hash }) => hash));
    expect(told.at(-1)).toMatchObject({ action: "case.exported", actor: ADA.email });
    expect((await verifyAuditChain()).brokenAt).toBeNull();
    // Its history there is not written a second time.
    const { rows } = await pool().query(
      "SELECT count(*)::int AS n FROM case_history WHERE case_id = $1 AND kind = 'tasks'",
      [caseId],
    );
    expect(rows).toEqual([{ n: 2 }]);
  });

  it.each<[string, (files: Map<string, Buffer>) => void, RegExp]>([
    ["a path", (files) => files.set("../../etc/passwd", Buffer.from("x")), /a file named \.\.\/\.\.\/etc\/passwd/],
    [
      "an original of other bytes",
      (files) => files.set(firstOriginal(files), Buffer.from("other")),
      /other bytes than its name says/,
    ],
    [
      "bytes that no file of it has",
      (files) => files.set(`originals/${hash("sha256", "x")}`, Buffer.from("x")),
      /is no file of the case/,
    ],
    ["a missing original", (files) => files.delete(firstOriginal(files)), /is missing/],
    [
      "a later version",
      (files) => edit(files, "header.json", (header) => ({ ...header, version: 2 })),
      /of a version that this one does not know/,
    ],
    [
      "a table that is not one",
      (files) =>
        edit(files, "header.json", (header) => ({ ...header, tables: [{ name: "users", columns: ["id"], rows: 0 }] })),
      /does not name|table users that is not as it is here/,
    ],
    [
      "a trail that was changed",
      (files) =>
        files.set(
          "trail.jsonl",
          Buffer.from((files.get("trail.jsonl")?.toString() ?? "").replace("Travels", "Travelz")),
        ),
      /manifest|audit trail/,
    ],
    [
      "nothing but its header",
      (files) => {
        for (const name of [...files.keys()].slice(1)) files.delete(name);
      },
      /lists is missing/,
    ],
  ])("is refused with %s, and leaves nothing behind", async (_, spoil, words) => {
    if (databases.length < 3) await newInstallation();
    const spoilt = path.join(folder, "spoilt.tar");
    const files = await unpack(archive);
    files.delete("manifest.json");
    spoil(files);
    await repack(files, spoilt);
    await expect(importCaseArchive({ path: spoilt }, ADA)).rejects.toThrow(words);
    expect(await prisma().case.count()).toBe(0);
  });

  it("is refused where it was cut, or is no archive", async () => {
    const bytes = await readFile(archive);
    const spoilt = path.join(folder, "cut.tar");
    for (const [cut, words] of [
      [bytes.subarray(0, bytes.length / 2), /truncated|no manifest/],
      [Buffer.from("no tar"), /tar|header/],
    ] as const) {
      await writeFile(spoilt, cut);
      await expect(importCaseArchive({ path: spoilt }, ADA)).rejects.toThrow(words);
    }
  });
});

const firstOriginal = (files: Map<string, Buffer>) =>
  [...files.keys()].find((name) => name.startsWith("originals/")) ?? "";

function edit(files: Map<string, Buffer>, name: string, change: (value: Record<string, unknown>) => unknown): void {
  files.set(name, Buffer.from(JSON.stringify(change(JSON.parse(files.get(name)?.toString() ?? "{}")))));
}

async function unpack(file: string): Promise<Map<string, Buffer>> {
  const files = new Map<string, Buffer>();
  const reading = createReadStream(file).pipe(extract());
  for await (const entry of reading as unknown as AsyncIterable<AsyncIterable<Buffer> & { header: { name: string } }>)
    files.set(entry.header.name, await buffer(entry));
  return files;
}

/** With a manifest of what is in it now: whoever spoils an archive spoils that, too. */
async function repack(files: Map<string, Buffer>, file: string): Promise<void> {
  const tar = pack();
  for (const [name, bytes] of files) tar.entry({ name, size: bytes.length }, bytes);
  const listed = [...files].map(([name, bytes]) => ({ name, size: bytes.length, sha256: hash("sha256", bytes) }));
  tar.entry({ name: "manifest.json" }, JSON.stringify({ files: listed }));
  tar.finalize();
  await writeFile(file, await buffer(tar as unknown as AsyncIterable<Buffer>));
}
