import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { gunzipSync, gzipSync } from "node:zlib";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createCase } from "@/lib/cases/create-case";
import { readChains } from "@/lib/custody/trail/read-chains";
import { CHAIN_START_MS, HOUR_MS, makeTrail, type TestTrail } from "@/lib/custody/trail/test-trail";
import { pool } from "@/lib/db/pool";
import { createTestDatabase, type TestDatabase } from "@/lib/db/test-database";
import { loadEvidence } from "@/lib/ingest/load-evidence";
import { investigate } from "@/lib/investigate/investigate";

let database: TestDatabase;
let folder: string;
beforeAll(async () => {
  database = await createTestDatabase();
  folder = await mkdtemp(path.join(tmpdir(), "threadline-trail-"));
});
afterAll(async () => {
  await database.drop();
  await rm(folder, { recursive: true });
});

let cases = 0;
/** Loads files of a trail into a case of its own, together or one load a file. */
async function loaded(files: Record<string, Uint8Array | string>, { apart = false } = {}): Promise<string> {
  cases += 1;
  const root = path.join(folder, String(cases));
  for (const [name, content] of Object.entries(files)) {
    await mkdir(path.dirname(path.join(root, name)), { recursive: true });
    await writeFile(path.join(root, name), content);
  }
  const { id: caseId } = await createCase({ title: `trail ${cases}` });
  const paths = apart ? Object.keys(files).map((name) => path.join(root, name)) : [root];
  for (const one of paths) await loadEvidence({ caseId, paths: [one] });
  return caseId;
}

async function checks(caseId: string): Promise<Record<string, string>> {
  const { rows } = await pool().query<{ name: string; state: string; note: string }>(
    `SELECT n.name, c.state, c.note FROM file_checks c JOIN evidence_names n ON n.file_id = c.file_id WHERE c.case_id = $1`,
    [caseId],
  );
  return Object.fromEntries(rows.map(({ name, state, note }) => [path.basename(name), `${state}: ${note}`]));
}

const without = (trail: TestTrail, ...names: (string | undefined)[]) =>
  Object.fromEntries(Object.entries(trail.files).filter(([name]) => !names.includes(name)));
const gunzipText = (bytes: Uint8Array) => gunzipSync(bytes).toString("utf8");
const nth = (names: string[], index: number) => names[index] as string;

describe("the digest chain", () => {
  it("vouches for whole evidence, and says that nobody checked who signed it", async () => {
    const trail = makeTrail(3);
    const caseId = await loaded(trail.files);
    const [chain] = await readChains(caseId);
    expect(chain).toMatchObject({
      ...{
        accountId: "111122223333",
        region: "eu-west-1",
        trail: "my_trail",
        digests: 3,
        linked: 2,
        broken: [],
        gaps: [],
      },
      ...{ named: 3, matching: 3, missing: [], differing: [] },
      signatures: { verified: 0, wrong: 0, outside: 0, noKey: 2, noSignature: 1 },
    });
    const found = await checks(caseId);
    expect(found[path.basename(nth(trail.logNames, 0))]).toMatch(/^matches: its hash is the one in /);
    expect(found[path.basename(nth(trail.digestNames, 0))]).toMatch(/^starting: .*public key is not in the evidence$/);
    const { coverage } = await investigate({ caseId, ip: null, from: null, to: null });
    expect(coverage.map(({ state }) => state)).toEqual(["recorded"]);
    expect(coverage[0]?.digests).toBe(
      "my_trail: 3 of 3 log files that 3 digests name match their hash, authenticity was not checked: their public key is not in the evidence",
    );
  });

  it("verifies signatures by the keys and metadata given, and finds one that is wrong", async () => {
    const trail = makeTrail(3);
    const last = nth(trail.digestNames, 2);
    const whole = {
      ...trail.files,
      "keys.json": trail.publicKeys,
      [`${last}.metadata.json`]: trail.heads[last] as string,
    };
    expect((await readChains(await loaded(whole, { apart: true })))[0]?.signatures).toEqual({
      ...{ verified: 3, wrong: 0, outside: 0, noKey: 0, noSignature: 0 },
    });
    const [key] = JSON.parse(trail.publicKeys).PublicKeyList;
    const expired = JSON.stringify({
      PublicKeyList: [{ ...key, ValidityEndTime: CHAIN_START_MS / 1000 + 1.5 * 3600 }],
    });
    const late = await loaded({ ...whole, "keys.json": expired });
    expect((await readChains(late))[0]?.signatures).toMatchObject({ verified: 2, wrong: 0, outside: 1 });
    expect((await checks(late))[path.basename(last)]).toMatch(
      /^linked: .*by a public key that was not valid at its time$/,
    );
    const other = { ...whole, "keys.json": makeTrail(1).publicKeys };
    const caseId = await loaded(other);
    expect((await readChains(caseId))[0]?.signatures).toMatchObject({ verified: 0, wrong: 3 });
    expect((await checks(caseId))[path.basename(last)]).toMatch(/^broken: .*its signature is wrong$/);
  });

  it("finds a log file that was changed, one that is missing and one that no digest names", async () => {
    const trail = makeTrail(4);
    const [changed, missing] = [nth(trail.logNames, 0), nth(trail.logNames, 2)];
    const forged = JSON.stringify({ Records: [] });
    const extra = nth(trail.logNames, 3).replace(/_[a-z0-9]+\.json\.gz$/, "_zzzzzzzzzzzzzzzz.json.gz");
    const files = { ...without(trail, missing), [changed]: gzipSync(forged), [extra]: gzipSync(`${forged} `) };
    const caseId = await loaded(files);
    const [chain] = await readChains(caseId);
    expect(chain).toMatchObject({ named: 4, matching: 2 });
    expect(chain?.missing.map(({ key }) => key)).toEqual([missing]);
    expect(chain?.differing.map(({ key }) => key)).toEqual([changed]);
    const found = await checks(caseId);
    expect(found[path.basename(changed)]).toMatch(/^differs: /);
    expect(found[path.basename(extra)]).toMatch(/^unnamed: /);
    const { coverage } = await investigate({ caseId, ip: null, from: new Date(CHAIN_START_MS), to: null });
    expect(coverage.map(({ state, note }) => [state, note])).toContainEqual([
      "digest-gap",
      "trail my_trail: 1 log file that its digests name is not in the evidence",
    ]);
    expect(coverage.map(({ state }) => state)).toContain("digest-mismatch");
  });

  it("finds a digest that was changed, one that is missing and a chain that was begun anew", async () => {
    const trail = makeTrail(6, { restartAt: 5 });
    const [changed, missing, unpaused] = [
      nth(trail.digestNames, 0),
      nth(trail.digestNames, 2),
      nth(trail.digestNames, 4),
    ];
    const files = without(trail, missing, unpaused);
    const body = JSON.parse(gunzipText(files[changed] as Uint8Array));
    const caseId = await loaded({ ...files, [changed]: gzipSync(JSON.stringify({ ...body, logFiles: [] })) });
    const [chain] = await readChains(caseId);
    expect(chain?.broken).toEqual([changed]);
    const hour = (n: number) => CHAIN_START_MS + n * HOUR_MS;
    expect(chain?.gaps).toEqual([
      { fromMs: hour(2), toMs: hour(3), why: "missing" },
      { fromMs: hour(4), toMs: hour(5), why: "restarted" },
    ]);
    expect((await checks(caseId))[path.basename(changed)]).toMatch(/^broken: .* gives another hash for it/);
  });

  it("comes to the same in any order and with files unpacked", async () => {
    const trail = makeTrail(3);
    const names = Object.keys(trail.files);
    const reversed = Object.fromEntries(names.reverse().map((name) => [name, trail.files[name] as Uint8Array]));
    const unpacked: Record<string, string> = {};
    for (const [name, bytes] of Object.entries(trail.files)) unpacked[name.replace(/\.gz$/, "")] = gunzipText(bytes);
    const [packed, apart, plain] = [
      await loaded(trail.files),
      await loaded(reversed, { apart: true }),
      await loaded(unpacked),
    ];
    expect(await readChains(apart)).toEqual(await readChains(packed));
    expect(await readChains(plain)).toEqual(await readChains(packed));
  });
});
