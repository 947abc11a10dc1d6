import { execFile, execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import {
  appendFileSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import type { Person } from "@/lib/auth/person";
import { addPerson, putOnCase } from "@/lib/auth/test-people";
import { addIndicator } from "@/lib/cases/add-indicator";
import { askExport } from "@/lib/cases/ask-export";
import { cancelExport } from "@/lib/cases/cancel-export";
import { exportPath } from "@/lib/cases/export-files";
import { openCase } from "@/lib/cases/open-case";
import { removeEvidence } from "@/lib/cases/remove-evidence";
import { askReview } from "@/lib/cases/review/ask-review";
import { currentKey, signBytes } from "@/lib/custody/signing/signing-keys";
import { prisma } from "@/lib/db/client";
import { pool } from "@/lib/db/pool";
import { createTestDatabase, type TestDatabase } from "@/lib/db/test-database";
import { exportCase } from "@/lib/exports/export-case";
import { listExports } from "@/lib/exports/jobs/list-exports";
import { openExport } from "@/lib/exports/jobs/open-export";
import { runExport } from "@/lib/exports/jobs/run-export";
import { sweepExports } from "@/lib/exports/jobs/sweep-exports";
import { unzip } from "@/lib/exports/test-zip";
import { approveCase } from "@/lib/exports/versions/approve-case";
import { readDifferences } from "@/lib/exports/versions/read-differences";
import { loadEvidence } from "@/lib/ingest/load-evidence";
import { flowLog, INDICATOR, INSTANCE } from "@/lib/investigate/test-evidence";
import { EXPORT_IDS } from "@/lib/report/export-formats";
import { MASKED_FIELDS } from "@/lib/report/report-settings";

/** Called before each part of an export is made, while its job waits. */
const between = vi.hoisted(() => ({ look: async (_part: string) => {} }));
vi.mock("@/lib/exports/render-export", async (load) => {
  const { renderExport } = await load<typeof import("@/lib/exports/render-export")>();
  return {
    renderExport: async (...given: Parameters<typeof renderExport>) => {
      await between.look(given[0]);
      return renderExport(...given);
    },
  };
});
vi.mock("@/lib/exports/bundle/read-extracts", async (load) => {
  const { readExtracts } = await load<typeof import("@/lib/exports/bundle/read-extracts")>();
  return {
    readExtracts: async function* (...given: Parameters<typeof readExtracts>) {
      await between.look("extracts");
      yield* readExtracts(...given);
    },
  };
});

const run = promisify(execFile);
const root = mkdtempSync(path.join(tmpdir(), "threadline-bundle-"));
const originals = path.join(root, "originals");
const bundle = path.join(root, "bundle");
const LOG = flowLog([{ second: 1 }, { second: 40, bytes: 2500 }, { second: 90, inbound: true }]);

let database: TestDatabase;
let caseId: string;
let lead: Person;
beforeAll(async () => {
  database = await createTestDatabase();
  mkdirSync(originals);
  writeFileSync(path.join(originals, "flow.log"), LOG);
  lead = await addPerson("lead");
  caseId = (await openCase({ title: "Bundled", indicators: [{ kind: "address", value: INDICATOR }] }, lead)).id;
  await loadEvidence({ caseId, paths: [originals] });
  const { reviewId } = await askReview({ caseId, reviewers: [lead.id] }, lead);
  await approveCase({ caseId, reviewId, seen: (await readDifferences(caseId, null)).seen }, lead);
});
afterAll(async () => {
  await database.drop();
  rmSync(root, { recursive: true, force: true });
});

async function made(asked: { format: string; version?: number | null; masked?: string[] }): Promise<Buffer> {
  const { exportId } = await askExport({ caseId, ...asked }, lead);
  await runExport(exportId);
  expect(await prisma().caseExport.findUnique({ where: { id: exportId } })).toMatchObject({
    state: "done",
    error: null,
  });
  const { file } = await openExport(caseId, exportId, lead);
  const bytes = await file.readFile();
  await file.close();
  return bytes;
}

async function unpack(bytes: Buffer, folder: string): Promise<string[]> {
  const files = await unzip(bytes);
  for (const { name, bytes: content } of files) {
    mkdirSync(path.dirname(path.join(folder, name)), { recursive: true });
    writeFileSync(path.join(folder, name), content);
  }
  return files.map(({ name }) => name);
}

/** What the bundle's own verifier says, run by plain Node.js in a folder with nothing of ours. */
async function verified(folder: string, ...words: string[]): Promise<{ status: number; said: string }> {
  const { PATH } = process.env;
  return run(process.execPath, ["verify.mjs", ...words], { cwd: folder, env: { PATH, NODE_ENV: "production" } }).then(
    ({ stdout }) => ({ status: 0, said: stdout }),
    ({ code, stdout }: { code: number; stdout: string }) => ({ status: code, said: stdout }),
  );
}

describe("a bundle", () => {
  let names: string[];
  const seen = new Map<string, Awaited<ReturnType<typeof listExports>>[number] | undefined>();
  beforeAll(async () => {
    between.look = async (part) => void seen.set(part, (await listExports(caseId))[0]);
    names = await unpack(await made({ format: "bundle", version: 1 }), bundle);
    between.look = async () => {};
  });

  it("can be followed while it is made: which step, and how much of it is done", () => {
    const total = EXPORT_IDS.length;
    const running = { state: "running", size: null, sha256: null };
    expect(seen.get(String(EXPORT_IDS[0]))).toMatchObject({ ...running, step: "Writing the report", done: 0, total });
    expect(seen.get("extracts")).toMatchObject({ ...running, step: "Reading the cited records", done: 0, total: 1 });
    const written = [...seen].filter(([part]) => part !== "extracts").map(([, row]) => row?.done ?? -1);
    expect(written.length).toBeGreaterThan(3);
    expect(written).toEqual([...written].sort((a, b) => a - b));
    expect(written.every((done) => done >= 0 && done < total)).toBe(true);
  });

  it("is checked by sha256sum and by its own verifier, with Node.js alone", async () => {
    expect(execFileSync("sha256sum", ["-c", "MANIFEST.sha256"], { cwd: bundle, encoding: "utf8" })).not.toContain(
      "FAILED",
    );
    const { fingerprint } = await currentKey();
    const { status, said } = await verified(bundle, "--fingerprint", fingerprint, "--originals", originals);
    expect(said).toContain("All of it holds.");
    expect(said).toContain(`document.json is signed by the key ${fingerprint}`);
    expect(status).toBe(0);
    expect((await verified(bundle, "--fingerprint", "0".repeat(64))).said).toContain("not by the one you named");
  });

  it("holds the cited records as they stand in their originals", () => {
    const [name] = names.filter((one) => one.startsWith("extracts/"));
    expect(name).toBe(`extracts/${createHash("sha256").update(LOG).digest("hex")}.jsonl`);
    const lines = readFileSync(path.join(bundle, name ?? ""), "utf8")
      .trimEnd()
      .split("\n");
    const records = LOG.trimEnd().split("\n").slice(1);
    expect(lines.map((line) => JSON.parse(line))).toEqual(
      records.map((text, at) => ({ record: at + 1, asWritten: true, text })),
    );
    const report = readFileSync(path.join(bundle, "report.html"), "utf8");
    const { document } = JSON.parse(readFileSync(path.join(bundle, "signatures.json"), "utf8"));
    expect(report).toContain(document.sha256);
    expect(report).toContain(document.fingerprint);
  });

  it("fails with the name of whatever file has one byte changed, is gone or was added", async () => {
    for (const name of names) {
      const broken = path.join(root, "broken");
      cpSync(bundle, broken, { recursive: true });
      const bytes = readFileSync(path.join(broken, name));
      const at = Math.floor(bytes.length / 2);
      bytes[at] = (bytes[at] ?? 0) ^ 1;
      writeFileSync(path.join(broken, name), bytes);
      const { status, said } = name === "verify.mjs" ? await checkedByManifest(broken) : await verified(broken);
      expect(status, name).not.toBe(0);
      expect(said, name).toMatch(/FAILED/);
      expect(said.includes(name) || said.includes("MANIFEST.sha256"), `${name}: ${said}`).toBe(true);
      rmSync(broken, { recursive: true });
    }
    const other = path.join(root, "other");
    cpSync(bundle, other, { recursive: true });
    rmSync(path.join(other, "report.pdf"));
    writeFileSync(path.join(other, "note.txt"), "x");
    const { said } = await verified(other);
    expect(said).toContain("FAILED  report.pdf is missing");
    expect(said).toContain("FAILED  note.txt is not in the manifest");
  }, 60_000);

  it("does not hold where a citation leads nowhere, however well it is signed", async () => {
    const torn = path.join(root, "torn");
    cpSync(bundle, torn, { recursive: true });
    const sha256 = createHash("sha256").update(LOG).digest("hex");
    const rewrite = async (name: string, change: (text: string) => string) => {
      const file = path.join(torn, name);
      writeFileSync(file, change(readFileSync(file, "utf8")));
      const hash = createHash("sha256").update(readFileSync(file)).digest("hex");
      const manifest = path.join(torn, "MANIFEST.sha256");
      const lines = readFileSync(manifest, "utf8").split("\n");
      writeFileSync(manifest, lines.map((line) => (line.endsWith(`  ${name}`) ? `${hash}  ${name}` : line)).join("\n"));
      const signed = JSON.stringify(await signBytes(readFileSync(manifest)));
      writeFileSync(path.join(torn, "MANIFEST.sha256.sig.json"), signed);
    };
    // One line less is still a record of a listed file, which the original tells.
    await rewrite(`extracts/${sha256}.jsonl`, (text) => text.slice(text.indexOf("\n") + 1));
    expect(await verified(torn)).toMatchObject({ status: 0, said: expect.stringContaining(", 1 by file and number") });
    await rewrite("document.json", (text) => {
      const document = JSON.parse(text);
      for (const one of (document.data ?? document).documents) one.evidence = [];
      return JSON.stringify(document);
    });
    const document = await signBytes(readFileSync(path.join(torn, "document.json")));
    await rewrite("signatures.json", (text) => JSON.stringify({ ...JSON.parse(text), document }));
    const { status, said } = await verified(torn);
    expect(said).toContain(
      `FAILED  record 1 of ${sha256} is cited, and neither extracted nor of a file of the evidence manifest`,
    );
    expect(said).not.toMatch(/signature of|not the file of the manifest/);
    expect(status).toBe(1);
  });

  it("says that an original is another, or not there", async () => {
    const changed = path.join(root, "changed");
    cpSync(originals, changed, { recursive: true });
    appendFileSync(path.join(changed, "flow.log"), "\n");
    expect((await verified(bundle, "--originals", changed)).said).toContain("flow.log is not what was loaded");
    rmSync(path.join(changed, "flow.log"));
    expect((await verified(bundle, "--originals", changed)).said).toContain(`is not in ${changed}`);
  });

  it("is made of the same bytes each time, whatever happens in the case meanwhile", async () => {
    await addIndicator({ caseId, kind: "name", value: "later.example" }, lead);
    const [one, two] = [await made({ format: "bundle", version: 1 }), await made({ format: "bundle", version: 1 })];
    expect(one.equals(two)).toBe(true);
    expect((await unzip(one)).map(({ name }) => name).sort()).toEqual([...names].sort());
    for (const { name, bytes } of await unzip(one))
      expect(bytes.equals(readFileSync(path.join(bundle, name))), name).toBe(true);
  });

  it("lets no masked value survive, leaves extracts out with a word, and still checks", async () => {
    const bytes = await made({ format: "bundle", version: 1, masked: Object.keys(MASKED_FIELDS) });
    const masked = path.join(root, "masked");
    const list = await unpack(bytes, masked);
    expect(list.some((name) => name.startsWith("extracts/"))).toBe(false);
    expect(readFileSync(path.join(masked, "README.txt"), "utf8")).toContain("Extracts of records are left out");
    for (const name of list.filter((one) => !one.endsWith(".pdf"))) {
      const text = readFileSync(path.join(masked, name), "utf8");
      for (const value of [INSTANCE, "10.0.0.5", "012345678901", "eni-0a1b2c3d4e5f60001", "flow.log", lead.email])
        expect(text.includes(value), `${value} in ${name}`).toBe(false);
    }
    const { status, said } = await verified(masked);
    expect(said).toContain("All of it holds.");
    expect(status).toBe(0);
  });

  async function checkedByManifest(folder: string): Promise<{ status: number; said: string }> {
    return run("sha256sum", ["-c", "MANIFEST.sha256"], { cwd: folder }).then(
      ({ stdout }) => ({ status: 0, said: stdout }),
      ({ code, stdout }: { code: number; stdout: string }) => ({ status: code, said: stdout }),
    );
  }
});

describe("a report of a version", () => {
  it("has its own figures and words, and names its hash and signature", async () => {
    const { bytes } = await exportCase({ caseId, format: "md", version: 1 }, lead);
    const { sha256, signature } = await prisma().caseVersion.findFirstOrThrow({ where: { caseId, number: 1 } });
    expect(bytes.toString()).toContain(sha256);
    expect(bytes.toString().replaceAll("\\", "")).toContain(signature);
    const now = await exportCase({ caseId, format: "json" }, lead);
    expect(now.bytes.toString()).toContain("later.example");
    expect((await exportCase({ caseId, format: "json", version: 1 }, lead)).bytes.toString()).not.toContain(
      "later.example",
    );
    await expect(exportCase({ caseId, format: "md", version: 9 }, lead)).rejects.toThrow("no such version");
  });
});

describe("an export that a job makes", () => {
  it("has its hash in the trail before it can be taken, and who took it", async () => {
    const bytes = await made({ format: "md" });
    const { rows } = await pool().query(
      "SELECT action, detail->>'sha256' AS sha256 FROM audit_entries WHERE case_id = $1 ORDER BY id DESC LIMIT 3",
      [caseId],
    );
    const sha256 = createHash("sha256").update(bytes).digest("hex");
    expect(rows.reverse()).toEqual([
      { action: "export.asked", sha256: null },
      { action: "report.exported", sha256 },
      { action: "export.taken", sha256 },
    ]);
  });

  it("is not made once it was cancelled, or for who is off the case by then", async () => {
    const { exportId } = await askExport({ caseId, format: "md" }, lead);
    await cancelExport({ caseId, exportId }, lead);
    await runExport(exportId);
    expect(existsSync(exportPath({ caseId, id: exportId }))).toBe(false);
    await expect(openExport(caseId, exportId, lead)).rejects.toThrow("There is no such export");
    await expect(cancelExport({ caseId, exportId }, lead)).rejects.toThrow("ended already");
    const guest = await addPerson("guest");
    await putOnCase(caseId, guest, "viewer");
    const asked = await askExport({ caseId, format: "md" }, guest);
    await prisma().caseMember.deleteMany({ where: { caseId, userId: guest.id } });
    await runExport(asked.exportId);
    expect(await prisma().caseExport.findUnique({ where: { id: asked.exportId } })).toMatchObject({
      ...{ state: "failed", error: "There is no such case." },
    });
    await expect(askExport({ caseId, format: "md" }, guest)).rejects.toThrow("There is no such case.");
  });

  it("goes when it expires, file and all", async () => {
    await pool().query("UPDATE exports SET expires_at = now() - interval '1 second' WHERE case_id = $1", [caseId]);
    expect(await listExports(caseId)).toEqual([]);
    await sweepExports();
    expect(readdirSync(path.dirname(exportPath({ caseId, id: "x" })))).toEqual([]);
    expect(await prisma().caseExport.count({ where: { caseId } })).toBe(0);
  });

  it("is of the version even when its evidence is gone, and says that a record could not be read", async () => {
    const sha256 = createHash("sha256").update(LOG).digest("hex");
    await removeEvidence({ caseId, sha256, reason: "test" }, lead);
    const gone = path.join(root, "gone");
    await unpack(await made({ format: "bundle", version: 1 }), gone);
    expect(readFileSync(path.join(gone, "document.json"))).toEqual(readFileSync(path.join(bundle, "document.json")));
    expect(readFileSync(path.join(gone, `extracts/${sha256}.jsonl`), "utf8")).toContain(
      "the case has no such file any more",
    );
    expect((await verified(gone)).status).toBe(0);
  });
});
