import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { gzipSync } from "node:zlib";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { operatorCalled } from "@/lib/auth/test-people";
import { createCase } from "@/lib/cases/create-case";
import { giveFlowFormat } from "@/lib/cases/give-flow-format";
import { removeEvidence } from "@/lib/cases/remove-evidence";
import { prisma } from "@/lib/db/client";
import { createTestDatabase, type TestDatabase } from "@/lib/db/test-database";
import { loadEvidence } from "@/lib/ingest/load-evidence";
import { runLoad } from "@/lib/ingest/run-load";
import { fileAccounts, recordMarks } from "@/lib/ingest/test-accounts";
import { writeFiles } from "@/lib/ingest/test-corpus";
import { investigate } from "@/lib/investigate/investigate";
import { makeZip } from "@/lib/sources/archive/test-archive";
import { readRawRecord } from "@/lib/timeline/evidence/read-raw-record";

const COLUMNS = "srcaddr dstaddr interface-id instance-id bytes packets start end action log-status";
const FORMAT = COLUMNS.split(" ")
  .map((name) => `$\{${name}}`)
  .join(" ");
const OTHER = COLUMNS.split(" ").reverse().join(" ");
const line = (n: number) =>
  `10.0.0.5 198.51.100.7 eni-0a1b2c3d4e5f60001 i-0a1b2c3d4e5f60001 ${n} 1 ${1_700_000_000 + n} ${1_700_000_060 + n} ACCEPT OK`;
const NAMES = [1, 2].map(
  (n) => `123456789012_vpcflowlogs_eu-west-1_fl-0123456789abcdef0_2023111${n}T2210Z_0a1b2c3d.log.gz`,
);
const LOGS: Record<string, Buffer> = {
  [NAMES[0] ?? ""]: gzipSync(`${line(1)}\n${line(2)}\nbroken\n`),
  [NAMES[1] ?? ""]: gzipSync(`${line(3)}\n`),
};
const HEADED = Object.fromEntries(
  Object.entries({ a: `${COLUMNS}\n${line(1)}\n${line(2)}\nbroken\n`, b: `${COLUMNS}\n${line(3)}\n` }),
);
const described = (format: string) => ({
  "flow-logs.json": JSON.stringify({
    FlowLogs: [{ FlowLogId: "fl-0123456789abcdef0", LogFormat: format, TrafficType: "ALL" }],
  }),
});
const UNREAD = "flow log without a header; needs its format";

let database: TestDatabase;
const folders: string[] = [];
beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(async () => {
  await database.drop();
  for (const folder of folders) await rm(folder, { recursive: true });
});

async function folderOf(files: Record<string, string | Buffer>): Promise<string> {
  const folder = await mkdtemp(path.join(tmpdir(), "threadline-format-"));
  folders.push(folder);
  await writeFiles(folder, files);
  return folder;
}
async function caseOf(...loads: Record<string, string | Buffer>[]) {
  const { id: caseId } = await createCase({ title: "formats" });
  for (const files of loads) await loadEvidence({ caseId, paths: [await folderOf(files)] });
  return caseId;
}
async function fileOf(caseId: string, name: string) {
  return prisma().evidenceFile.findFirstOrThrow({ where: { caseId, names: { some: { name } } } });
}
/** What the case answers, without what names the files. */
async function answersOf(caseId: string) {
  const document = await investigate({ caseId, ip: "198.51.100.7", from: null, to: null });
  expect(document.instances).toHaveLength(1);
  return JSON.stringify(document.instances.map(({ instanceId, traffic }) => ({ instanceId, ...traffic })));
}

describe("the format of a flow log without a header", () => {
  it("is given for one file, which is then read like one with a header, and for all others", async () => {
    const caseId = await caseOf(LOGS);
    const [first = "", second = ""] = NAMES;
    expect(await fileOf(caseId, first)).toMatchObject({ kind: "unknown", reason: UNREAD });
    const { sha256 } = await fileOf(caseId, first);
    const one = await giveFlowFormat({ caseId, sha256, format: FORMAT, all: false }, operatorCalled("ada"));
    expect(one.files).toBe(1);
    await runLoad(one.loadId);
    expect(await fileOf(caseId, first)).toMatchObject({
      kind: "vpc-flow",
      records: 2n,
      rejected: 1n,
      flowFormat: COLUMNS,
      flowFormatGiven: true,
    });
    expect(await fileOf(caseId, second)).toMatchObject({ kind: "unknown" });
    const rest = await giveFlowFormat(
      { caseId, sha256: (await fileOf(caseId, second)).sha256, format: COLUMNS, all: true },
      operatorCalled("ada"),
    );
    await runLoad(rest.loadId);
    expect(await answersOf(caseId)).toBe(await answersOf(await caseOf(HEADED)));
    expect(await prisma().auditEntry.count({ where: { caseId, action: "evidence.format-given" } })).toBe(2);
    const file = await fileOf(caseId, first);
    expect((await readRawRecord(caseId, { fileId: file.id, record: 2 })).text).toBe(line(2));
  });

  it("is tried again where it did not fit, and the file says why", async () => {
    const caseId = await caseOf(LOGS);
    const { sha256 } = await fileOf(caseId, NAMES[1] ?? "");
    for (const [format, kind] of [
      [OTHER, "unknown"],
      ["srcaddr dstaddr", "unknown"],
      [COLUMNS, "vpc-flow"],
    ] as const) {
      await runLoad((await giveFlowFormat({ caseId, sha256, format, all: false }, operatorCalled("ada"))).loadId);
      expect(await fileOf(caseId, NAMES[1] ?? "")).toMatchObject({ kind });
    }
  });

  it("is refused where it is none, or no file needs it, and then nothing is changed", async () => {
    const caseId = await caseOf(LOGS, HEADED);
    const before = await prisma().auditEntry.count({ where: { caseId } });
    const { sha256 } = await fileOf(caseId, NAMES[0] ?? "");
    const give = (input: object) =>
      giveFlowFormat({ caseId, sha256, format: FORMAT, all: true, ...input }, operatorCalled("ada"));
    await expect(give({ format: "all of it" })).rejects.toMatchObject({ code: "invalid" });
    await expect(give({ sha256: "0".repeat(64) })).rejects.toMatchObject({ code: "not-found" });
    await expect(give({ sha256: (await fileOf(caseId, "a")).sha256 })).rejects.toMatchObject({ code: "not-found" });
    expect(await prisma().auditEntry.count({ where: { caseId } })).toBe(before);
    expect(await prisma().load.count({ where: { caseId } })).toBe(2);
  });

  it("is given with a load, also for bytes that an earlier one could not read", async () => {
    const caseId = await caseOf(LOGS);
    const folder = await folderOf(LOGS);
    const result = await loadEvidence({ caseId, paths: [folder], flowFormat: FORMAT });
    expect(result).toMatchObject({ state: "done", filesLoaded: 2, filesKnown: 0, records: 3, rejected: 1 });
    expect(await loadEvidence({ caseId, paths: [folder], flowFormat: FORMAT })).toMatchObject({
      filesLoaded: 0,
      filesKnown: 2,
    });
    await expect(loadEvidence({ caseId, paths: [folder], flowFormat: "no format" })).rejects.toMatchObject({
      code: "invalid",
    });
  });

  it("is given with an archive for the logs inside it, also for those that an earlier load could not read", async () => {
    const logs = Object.entries(LOGS).map(([name, content]) => ({ name, content }));
    const archive = { "logs.zip": makeZip([{ name: "inner.zip", content: makeZip(logs) }]) };
    const caseId = await caseOf(archive);
    const first = await fileOf(caseId, `logs.zip!/inner.zip!/${NAMES[0]}`);
    expect(first).toMatchObject({ kind: "unknown", reason: UNREAD });
    const paths = [await folderOf(archive)];
    const again = await loadEvidence({ caseId, paths, flowFormat: FORMAT });
    expect(again).toMatchObject({ state: "done", filesLoaded: 2, filesKnown: 1, records: 3, rejected: 1 });
    const { id: other } = await createCase({ title: "formats" });
    await loadEvidence({ caseId: other, paths, flowFormat: FORMAT });
    expect(await answersOf(caseId)).toBe(await answersOf(other));
    expect(await loadEvidence({ caseId, paths, flowFormat: FORMAT })).toMatchObject({ filesLoaded: 0, filesKnown: 1 });
  });

  it("is told by a description of the flow log, whatever order the files come in", async () => {
    const [first = "", second = ""] = NAMES;
    const one = (name: string) => ({ [name]: LOGS[name] ?? "" });
    const orders = [
      [{ ...LOGS, ...described(FORMAT) }],
      [described(FORMAT), LOGS],
      [LOGS, described(FORMAT)],
      [one(second), { ...one(first), ...described(FORMAT) }],
      [one(first), described(FORMAT), one(second)],
    ];
    const expected = await answersOf(await caseOf(HEADED));
    for (const loads of orders) {
      const caseId = await caseOf(...loads);
      expect(await answersOf(caseId)).toBe(expected);
      expect(await fileOf(caseId, first)).toMatchObject({
        records: 2n,
        rejected: 1n,
        flowFormatGiven: false,
        logKey: "fl-0123456789abcdef0",
      });
      const loadsOfCase = await prisma().load.findMany({ where: { caseId } });
      expect(
        loadsOfCase.every(({ filesDone, filesTotal, state }) => filesDone === filesTotal && state === "done"),
      ).toBe(true);
    }
  });

  it("goes with the description that told it, and stays where a person gave it", async () => {
    const caseId = await caseOf({ ...LOGS, ...described(FORMAT) });
    const { sha256 } = await fileOf(caseId, "flow-logs.json");
    const rebuilding = await removeEvidence({ caseId, sha256, reason: "x" }, operatorCalled("ada"));
    await runLoad(rebuilding?.loadId ?? 0);
    expect(await fileOf(caseId, NAMES[0] ?? "")).toMatchObject({ kind: "unknown", reason: UNREAD });
    const given = await giveFlowFormat(
      { caseId, sha256: (await fileOf(caseId, NAMES[0] ?? "")).sha256, format: FORMAT, all: true },
      operatorCalled("ada"),
    );
    await runLoad(given.loadId);
    const before = [await recordMarks(caseId), await fileAccounts(caseId)];
    const again = await removeEvidence(
      { caseId, sha256: (await fileOf(caseId, NAMES[1] ?? "")).sha256, reason: "x" },
      operatorCalled("ada"),
    );
    await runLoad(again?.loadId ?? 0);
    expect(await fileOf(caseId, NAMES[0] ?? "")).toMatchObject({ kind: "vpc-flow", records: 2n });
    expect(before[1]).toHaveLength(2);
  });

  it("of another shape than the description tells is asked for, once", async () => {
    const caseId = await caseOf({ ...LOGS, ...described(OTHER) });
    const file = await fileOf(caseId, NAMES[0] ?? "");
    expect(file).toMatchObject({ kind: "unknown", flowFormat: OTHER });
    expect(file.reason).toBe("flow log without a header; its values are not those of the format given");
    await loadEvidence({ caseId, paths: [await folderOf({ "notes.txt": "x" })] });
    expect((await fileOf(caseId, NAMES[0] ?? "")).loadId).toBe(file.loadId);
  });
});
