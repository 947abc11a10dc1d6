import { createHash } from "node:crypto";
import { mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { gzipSync } from "node:zlib";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { sweepIncoming } from "@/lib/ingest/incoming";
import { unpackArchive } from "@/lib/ingest/unpack-archive";
import { makeTar, makeZip } from "@/lib/sources/archive/test-archive";
import { originalPath } from "@/lib/sources/original-path";

let dataDir: string;
beforeAll(async () => {
  dataDir = await mkdtemp(path.join(tmpdir(), "threadline-unpack-"));
});
afterAll(() => rm(dataDir, { recursive: true }));

const sha256 = (content: Buffer) => createHash("sha256").update(content).digest("hex");
const contents = Array.from({ length: 20 }, (_, n) => Buffer.alloc(20_000, `member ${n % 19} `));
const members = contents.map((content, n) => ({ name: `${n}.log`, content, method: 0 }));
const kept = () => readdir(path.join(dataDir, "evidence"));

async function unpack(
  bytes: Buffer,
  form: "zip" | "tar",
  { controller = new AbortController(), onRead = (_: number) => {} } = {},
) {
  const file = path.join(dataDir, "archive");
  await writeFile(file, bytes);
  const run = { dataDir, signal: controller.signal, onRead };
  return unpackArchive({ name: "logs", unpack: true }, { path: file, form }, run);
}

describe("unpackArchive", () => {
  it("leaves nothing in the store when it is stopped on the way", async () => {
    const controller = new AbortController();
    const zip = makeZip(members);
    const stopping = { controller, onRead: (bytes: number) => void (bytes > zip.length / 2 && controller.abort()) };
    await expect(unpack(zip, "zip", stopping)).rejects.toThrow(/abort/i);
    expect(await kept()).toEqual([]);
  });

  it("gives no file a place before all are read, and none when they are let go of", async () => {
    const { members: inside } = await unpack(makeZip(members), "zip");
    expect(await kept()).toEqual([expect.stringMatching(/^incoming-/)]);
    await inside?.discard();
    expect(await kept()).toEqual([]);
  });

  it("gives all their places at once, the same content the same one", async () => {
    const { members: inside, summary } = await unpack(await makeTar(members), "tar");
    const noted: string[] = [];
    const settled = await inside?.settle(async (hashes) => {
      // None has its place before it is written down.
      expect(await kept()).toEqual([expect.stringMatching(/^incoming-/)]);
      noted.push(...hashes);
    });
    expect(noted).toEqual(members.map(({ content }) => sha256(content)));
    await inside?.discard();
    expect(summary.headers).toBe(20);
    expect(settled).toEqual(
      members.map(({ name, content }) => ({
        ...{ name: `logs!/${name}`, sha256: sha256(content), size: content.length },
        place: originalPath(dataDir, sha256(content)),
      })),
    );
    for (const [n, { place }] of (settled ?? []).entries())
      expect((await readFile(place)).equals(contents[n] ?? Buffer.of())).toBe(true);
    expect((await kept()).filter((name) => name.startsWith("incoming-"))).toEqual([]);
  });

  it.each<["zip" | "tar", () => Promise<Buffer> | Buffer]>([
    ["zip", () => makeZip(members)],
    ["tar", async () => gzipSync(await makeTar(members))],
  ])("tells how far into a %s it is, from the beginning to the end", async (form, make) => {
    const bytes = await make();
    const read: number[] = [];
    await (await unpack(bytes, form, { onRead: (at) => void read.push(at) })).members?.discard();
    expect(read).toEqual([...read].sort((a, b) => a - b));
    expect(new Set(read).size).toBeGreaterThan(form === "zip" ? 15 : 0);
    expect(read.at(-1)).toBeGreaterThan(bytes.length * 0.6);
    expect(read.at(-1)).toBeLessThanOrEqual(bytes.length);
  });
});

describe("sweepIncoming", () => {
  it("removes what nobody has written to for a day, and no original, named or not", async () => {
    const { members: inside } = await unpack(makeZip(members), "zip");
    await sweepIncoming(dataDir);
    expect((await kept()).some((name) => name.startsWith("incoming-"))).toBe(true);
    const settled = await inside?.settle(async () => undefined);
    await writeFile(path.join(dataDir, "evidence", "incoming-left"), "half");
    await sweepIncoming(dataDir, -1000);
    expect((await kept()).filter((name) => name.startsWith("incoming-"))).toEqual([]);
    for (const { place, size } of settled ?? []) expect((await readFile(place)).length).toBe(size);
  });
});
