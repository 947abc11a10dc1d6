import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { lockHolder, takeLock, waitForLock } from "./lock.mjs";

const folders = [];
function path() {
  folders.push(mkdtempSync(join(tmpdir(), "threadline-lock-")));
  return join(folders.at(-1), "start.lock");
}
afterAll(() => {
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
});

describe("a lock", () => {
  it("is held by one at a time, and names its holder", () => {
    const lock = path();
    const release = takeLock(lock);
    expect(release).not.toBeNull();
    expect(lockHolder(lock)).toEqual({ pid: process.pid });
    expect(takeLock(lock)).toBeNull();
    release();
    expect(lockHolder(lock)).toBeNull();
    expect(takeLock(lock)).not.toBeNull();
  });

  it("is free again when its holder has died", () => {
    const lock = path();
    const dead = spawnSync(process.execPath, ["-e", ""]).pid;
    writeFileSync(lock, String(dead));
    expect(lockHolder(lock)).toBeNull();
    expect(takeLock(lock)).not.toBeNull();
  });

  it("is waited for, and the waiting is told once", async () => {
    const lock = path();
    const release = takeLock(lock);
    let told = 0;
    const waiting = waitForLock(lock, () => {
      told += 1;
      release();
    });
    expect(await waiting).toBeTypeOf("function");
    expect(told).toBe(1);
  });
});
