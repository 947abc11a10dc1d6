import { createHash } from "node:crypto";
import { mkdtemp, readdir, readFile, rm, stat, truncate, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { storeOriginal } from "@/lib/ingest/store-original";
import { originalPath } from "@/lib/sources/original-path";

let folder: string;
let source: string;
const content = Buffer.alloc(2_500_000, "threadline ");
const sha256 = createHash("sha256").update(content).digest("hex");
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), "threadline-store-"));
  source = path.join(folder, "source.log");
  await writeFile(source, content);
});
afterAll(() => rm(folder, { recursive: true }));

const incoming = async () =>
  (await readdir(path.join(folder, "evidence"))).filter((name) => name.startsWith("incoming"));

describe("storeOriginal", () => {
  it("keeps the bytes under their hash, readable by the owner alone", async () => {
    const stored = await storeOriginal(folder, source);
    expect(stored).toEqual({
      sha256,
      size: content.length,
      place: originalPath(folder, sha256),
      path: originalPath(folder, sha256),
      release: expect.any(Function),
    });
    expect((await readFile(stored.path)).equals(content)).toBe(true);
    expect((await stat(stored.path)).mode & 0o777).toBe(0o600);
    expect(await incoming()).toEqual([]);
  });

  it("leaves content that is there as it is, and replaces what was cut off or changed", async () => {
    const { path: stored } = await storeOriginal(folder, source);
    const { ino } = await stat(stored);
    await storeOriginal(folder, source);
    expect((await stat(stored)).ino).toBe(ino);
    for (const spoil of [() => truncate(stored, 10), () => writeFile(stored, Buffer.alloc(content.length))]) {
      await spoil();
      await storeOriginal(folder, source);
      expect((await readFile(stored)).equals(content)).toBe(true);
    }
  });

  it("leaves nothing behind when it is stopped or the file is gone", async () => {
    await expect(storeOriginal(folder, source, { signal: AbortSignal.abort() })).rejects.toThrow();
    await expect(storeOriginal(folder, path.join(folder, "gone"))).rejects.toThrow(/ENOENT/);
    expect(await incoming()).toEqual([]);
  });
});
