import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { constants, gunzipSync, gzipSync } from "node:zlib";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openLog } from "@/lib/sources/open-log";

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), "threadline-open-log-"));
});
afterAll(() => rm(folder, { recursive: true }));

async function read(bytes: Uint8Array) {
  const file = path.join(folder, "log");
  await writeFile(file, bytes);
  const log = openLog(file);
  const parts: Uint8Array[] = [];
  for await (const chunk of log.chunks) parts.push(chunk);
  return { text: Buffer.concat(parts).toString("latin1"), damage: log.damage(), bytesRead: log.bytesRead() };
}

const lines = (count: number) => Array.from({ length: count }, (_, i) => `line ${i} ${Math.sin(i)}\n`).join("");

describe("openLog", () => {
  it("gives plain bytes as they are", async () => {
    expect(await read(Buffer.from("a b\n"))).toEqual({ text: "a b\n", damage: null, bytesRead: 4 });
    expect((await read(new Uint8Array())).text).toBe("");
  });

  it("inflates every member of a gzip file", async () => {
    const members = Buffer.concat([gzipSync(lines(50_000)), gzipSync("last\n")]);
    expect(await read(members)).toEqual({ text: `${lines(50_000)}last\n`, damage: null, bytesRead: members.length });
  });

  it("keeps the whole lines of a truncated gzip file and says that it is truncated", async () => {
    const whole = gzipSync(lines(50_000));
    const { text, damage } = await read(whole.subarray(0, whole.length >> 1));
    expect(damage?.reason).toBe("gzip is truncated");
    expect(text.length).toBeGreaterThan(100_000);
    expect(text.endsWith("\n")).toBe(true);
    expect(lines(50_000).startsWith(text)).toBe(true);
  });

  it("keeps what stands before a corruption and says so", async () => {
    const whole = Buffer.concat([gzipSync(lines(50_000)), Buffer.from("rubbish after the last member")]);
    const { text, damage } = await read(whole);
    expect(damage?.reason).toMatch(/^gzip is corrupt/);
    expect(text).toBe(lines(50_000));
  });

  it("gives every line that stands before a changed byte, as zlib gives it byte by byte", async () => {
    const whole = gzipSync(lines(20_000));
    for (const at of [100, 40_000, whole.length - 5]) {
      const changed = Buffer.from(whole);
      changed[at] = (changed[at] ?? 0) ^ 0x55;
      const { text, damage } = await read(changed);
      const before = gunzipSync(whole.subarray(0, at), { finishFlush: constants.Z_SYNC_FLUSH }).toString("latin1");
      expect(damage?.reason).toMatch(/^gzip is corrupt/);
      expect(text.startsWith(before.slice(0, before.lastIndexOf("\n") + 1))).toBe(true);
    }
  });

  it("stops at a stream made to fill the disk", async () => {
    const file = path.join(folder, "bomb");
    await writeFile(file, gzipSync(Buffer.alloc(20_000_000)));
    const log = openLog(file, { maxRatio: 500, floorBytes: 1 << 20 });
    let size = 0;
    for await (const chunk of log.chunks) size += chunk.length;
    expect(size).toBeLessThan(20_000_000);
    expect(log.damage()?.reason).toMatch(/inflates more than 500 times/);
  });
});
