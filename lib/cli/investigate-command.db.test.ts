import { spawn } from "node:child_process";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { build } from "esbuild";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { findCase } from "@/lib/cases/find-case";
import { pool } from "@/lib/db/pool";
import { createTestDatabase, type TestDatabase } from "@/lib/db/test-database";
import { writeFiles } from "@/lib/ingest/test-corpus";
import { at, finding, flowLog, INDICATOR, INSTANCE } from "@/lib/investigate/test-evidence";

const ROOT = path.resolve(import.meta.dirname, "../..");

let database: TestDatabase;
let folder: string;
let bundles: string;
beforeAll(async () => {
  database = await createTestDatabase();
  folder = await mkdtemp(path.join(tmpdir(), "threadline-command-"));
  bundles = path.join(ROOT, ".threadline", `test-cli-${process.pid}`);
  await build({
    entryPoints: { threadline: "lib/cli/main.ts", "load-thread": "lib/ingest/load-thread.ts" },
    absWorkingDir: ROOT,
    outdir: bundles,
    outExtension: { ".js": ".mjs" },
    ...{ bundle: true, platform: "node", format: "esm", packages: "external", logLevel: "silent" },
  });
  const second = finding("f2", [0, 100], {
    service: { action: { networkConnectionAction: { remoteIpDetails: { ipAddressV4: "192.0.2.9" } } } },
  });
  await writeFiles(folder, {
    "logs/flow.log": flowLog([{ second: 0 }, { second: 60 }]),
    "logs/notes.txt": "nothing that is known\n",
    "broken.log": `${flowLog([{ second: 120 }])}broken line\n`,
    "finding.json": JSON.stringify({ Findings: [finding("f1", [0, 100])] }),
    "findings.json": JSON.stringify({ Findings: [finding("f1", [0, 100]), second] }),
  });
});
afterAll(async () => {
  await database.drop();
  await rm(folder, { recursive: true });
  await rm(bundles, { recursive: true });
});

interface Ended {
  code: number | null;
  out: string;
  err: string;
}

function start(...args: string[]) {
  const child = spawn(process.execPath, [path.join(bundles, "threadline.mjs"), "investigate", ...args], {
    cwd: folder,
  });
  const ended = new Promise<Ended>((done, fail) => {
    let [out, err] = ["", ""];
    child.stdout.on("data", (text) => {
      out += text;
    });
    child.stderr.on("data", (text) => {
      err += text;
    });
    child.on("error", fail);
    child.on("close", (code) => done({ code, out, err }));
  });
  return { child, ended };
}

const run = (...args: string[]) => start(...args).ended;
const scratchCases = async () => (await pool().query("SELECT FROM cases WHERE scratch")).rowCount;

describe("threadline investigate", () => {
  it("prints the document alone, and leaves no case behind", async () => {
    const { code, out, err } = await run("logs", "--ip", INDICATOR, "--format", "json");
    expect({ code, err }).toEqual({ code: 0, err: "" });
    expect(JSON.parse(out)).toMatchObject({
      schema: "threadline.investigation/v1",
      window: { from: at(0), to: at(61) },
      instances: [{ instanceId: INSTANCE, traffic: { bytesOut: 200, flows: 2 } }],
      evidence: [{ name: "flow.log" }, { name: "notes.txt", kind: "unknown", reason: expect.any(String) }],
    });
    expect(await scratchCases()).toBe(0);
    const cases = await pool().query("SELECT FROM flow_contexts");
    expect(cases.rowCount).toBe(0);
  });

  it("prints text unless told otherwise, and each format where it is asked for", async () => {
    expect((await run("logs", "--ip", INDICATOR)).out).toMatch(/^Indicator {2}198\.51\.100\.7\n/);
    expect((await run("logs", "--ip", INDICATOR, "--format", "md")).out).toMatch(/^# Investigation of /);
    const { code, out } = await run("logs", "--ip", INDICATOR, "--format", "html", "--out", "report.html");
    expect({ code, out }).toEqual({ code: 0, out: "" });
    expect(await readFile(path.join(folder, "report.html"), "utf8")).toMatch(/^<!doctype html>/);
  });

  it("keeps a named case, with its indicator, and adds nothing the second time", async () => {
    const args = ["logs", "--ip", INDICATOR, "--format", "json", "--case", "Kept"];
    const first = await run(...args);
    const second = await run(...args);
    const timeless = ({ out }: Ended) => out.replace(/"generatedAt": "[^"]*"/, "");
    expect(first.code).toBe(0);
    expect(timeless(second)).toBe(timeless(first));
    const kept = await findCase("Kept");
    const indicators = await pool().query("SELECT value, source FROM indicators WHERE case_id = $1", [kept?.id]);
    expect(indicators.rows).toEqual([{ value: INDICATOR, source: "user" }]);
  });

  it("takes the addresses that findings flag where none is named: one document, or an array of several", async () => {
    const one = JSON.parse((await run("finding.json", "--format", "json")).out);
    expect(one.indicator).toEqual({ ip: INDICATOR });
    const several = JSON.parse((await run("findings.json", "--format", "json")).out);
    expect(several.map(({ indicator }: { indicator: { ip: string } }) => indicator.ip)).toEqual([
      "192.0.2.9",
      INDICATOR,
    ]);
    const none = JSON.parse((await run("logs", "--format", "json")).out);
    expect(none).toMatchObject({ indicator: { ip: null }, instances: [] });
  });

  it("exits with 3 on rejected records only when it is to be strict", async () => {
    expect((await run("broken.log", "--ip", INDICATOR)).code).toBe(0);
    const strict = await run("broken.log", "--ip", INDICATOR, "--strict");
    expect(strict.code).toBe(3);
    expect(strict.out).toContain("1 rejected record");
    expect((await run("logs/flow.log", "--ip", INDICATOR, "--strict")).code).toBe(0);
  });

  it.each([
    { why: "no path", args: ["--ip", INDICATOR], says: /missing required argument/ },
    { why: "an address that is none", args: ["logs", "--ip", "198.51.100.7.1"], says: /not an IP address/ },
    { why: "a time that is none", args: ["logs", "--from", "yesterday"], says: /not an ISO 8601 time/ },
    { why: "a window turned round", args: ["logs", "--from", at(60), "--to", at(0)], says: /--from must be before/ },
    { why: "an unknown format", args: ["logs", "--format", "xml"], says: /Allowed choices/ },
    { why: "a format still to come", args: ["logs", "--format", "pdf"], says: /PDF is not made yet/ },
    {
      why: "a path that is not there",
      args: ["logs", "nowhere", "--ip", INDICATOR],
      says: /no file or folder nowhere/,
    },
    { why: "an unknown option", args: ["logs", "--colour"], says: /unknown option/ },
  ])("exits with 2 on $why", async ({ args, says }) => {
    const { code, out, err } = await run(...args);
    expect({ code, out }).toEqual({ code: 2, out: "" });
    expect(err).toMatch(says);
  });

  it("exits with 1 on what cannot be read or written, and still leaves no case behind", async () => {
    await writeFiles(folder, { "nothing/below/.keep": "" });
    await rm(path.join(folder, "nothing/below/.keep"));
    const missing = await run("nothing", "--ip", INDICATOR);
    expect(missing).toMatchObject({ code: 1, out: "" });
    expect(missing.err).toMatch(/^There is no file to load/);
    expect((await run("logs", "--ip", INDICATOR, "--out", "no/such/folder.txt")).code).toBe(1);
    expect(await scratchCases()).toBe(0);
  });

  it("drops what a run that was killed a day ago left behind, and nothing newer or kept", async () => {
    const open =
      "INSERT INTO cases (title, scratch, created_at, updated_at) VALUES ($1, $2, now() - $3::interval, now())";
    await pool().query(open, ["killed", true, "2 days"]);
    await pool().query(open, ["running", true, "1 hour"]);
    await pool().query(open, ["kept for long", false, "2 days"]);
    expect((await run("logs", "--ip", INDICATOR)).code).toBe(0);
    const titles = ["killed", "running", "kept for long"];
    const { rows } = await pool().query("SELECT title FROM cases WHERE title = ANY($1) ORDER BY title", [titles]);
    expect(rows).toEqual([{ title: "kept for long" }, { title: "running" }]);
    await pool().query("DELETE FROM cases WHERE title = 'running'");
  });

  it("exits with 130 when it is interrupted, and leaves no case behind", async () => {
    const lines = Array.from({ length: 150_000 }, (_, second) => ({ second }));
    await writeFiles(folder, { "long/flow.log": flowLog(lines) });
    const { child, ended } = start("long", "--ip", INDICATOR);
    for (;;) {
      const { rowCount } = await pool().query("SELECT FROM loads WHERE state = 'loading'");
      if (rowCount) break;
      if (child.exitCode !== null) throw new Error("it ended before it could be interrupted");
    }
    child.kill("SIGINT");
    expect(await ended).toMatchObject({ code: 130, out: "", err: expect.stringContaining("Interrupted.") });
    expect(await scratchCases()).toBe(0);
  });
});
