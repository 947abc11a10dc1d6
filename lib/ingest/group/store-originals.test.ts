import { createHash } from "node:crypto";
import { mkdir, mkdtemp, readdir, readFile, rm, stat, symlink, truncate, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { SMALL_BYTES } from "@/lib/ingest/group/group-files";
import { storeOriginals } from "@/lib/ingest/group/store-originals";
import { originalPath } from "@/lib/sources/original-path";

let dataDir: string;
let given: string;
beforeEach(async () => {
  dataDir = await mkdtemp(path.join(tmpdir(), "threadline-originals-"));
  given = path.join(dataDir, "given");
  await mkdir(given);
});
afterEach(() => rm(dataDir, { recursive: true }));

const noted: string[] = [];
const note = async (hashes: readonly string[]) => void noted.push(...hashes);
const run = () => ({ dataDir, signal: new AbortController().signal, note });
const hashOf = (content: string) => createHash("sha256").update(content).digest("hex");
async function put(name: string, content: string, reference = false) {
  const file = path.join(given, name);
  await writeFile(file, content);
  return { path: file, sha256: null, reference };
}
const incoming = async () =>
  (await readdir(path.join(dataDir, "evidence"))).filter((name) => name.startsWith("incoming"));

describe("storeOriginals", () => {
  it("keeps each file's bytes under their hash, for the owner alone, and gives them", async () => {
    const sources = [await put("a", "first"), await put("b", "second"), await put("again", "first")];
    const taken = await storeOriginals(sources, run());
    expect(new Set(noted)).toEqual(new Set(["first", "second"].map(hashOf)));
    for (const [at, content] of ["first", "second", "first"].entries()) {
      const stored = originalPath(dataDir, hashOf(content));
      expect(taken[at]).toMatchObject({ sha256: hashOf(content), size: content.length, path: stored });
      expect(String(taken[at]?.content)).toBe(content);
      expect(await readFile(stored, "utf8")).toBe(content);
      expect((await stat(stored)).mode & 0o777).toBe(0o600);
    }
    expect(await incoming()).toEqual([]);
  });

  it("leaves out what it cannot take, and takes the rest", async () => {
    const good = await put("good", "good");
    const large = await put("large", "x".repeat(SMALL_BYTES + 1));
    await symlink(good.path, path.join(given, "link"));
    const odd = [path.join(given, "gone"), path.join(given, "link"), given].map((file) => ({ ...good, path: file }));
    const taken = await storeOriginals([...odd, large, good], run());
    expect(taken.slice(0, 4)).toEqual([null, null, null, null]);
    expect(taken[4]).toMatchObject({ sha256: hashOf("good") });
    expect(await incoming()).toEqual([]);
  });

  it("replaces content that was cut off or changed, and keeps no copy of what is loaded by reference", async () => {
    const [source, told] = [await put("a", "first"), await put("b", "where it lies", true)];
    await storeOriginals([source], run());
    const stored = originalPath(dataDir, hashOf("first"));
    await truncate(stored, 2);
    const taken = await storeOriginals([source, told], run());
    expect(await readFile(stored, "utf8")).toBe("first");
    await writeFile(stored, "other");
    await storeOriginals([source], run());
    expect(await readFile(stored, "utf8")).toBe("first");
    expect(taken[1]).toMatchObject({ path: told.path, mtimeMs: Math.trunc((await stat(told.path)).mtimeMs) });
    await expect(stat(originalPath(dataDir, hashOf("where it lies")))).rejects.toThrow(/ENOENT/);
  });

  it("leaves nothing behind when it is stopped", async () => {
    const sources = [await put("a", "first")];
    await expect(storeOriginals(sources, { ...run(), signal: AbortSignal.abort() })).rejects.toThrow();
    expect(await incoming()).toEqual([]);
  });
});
