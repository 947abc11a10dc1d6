// One at a time: a file that names the process that holds it. A holder that is gone holds nothing.
import { closeSync, mkdirSync, openSync, readFileSync, rmSync, writeSync } from "node:fs";
import { dirname } from "node:path";

/** True while a process of that number runs. */
export function isAlive(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error.code === "EPERM";
  }
}

/** @returns {{ pid: number } | null} who holds the lock, null when nobody alive does */
export function lockHolder(path) {
  try {
    const pid = Number(readFileSync(path, "utf8"));
    return pid > 0 && isAlive(pid) ? { pid } : null;
  } catch {
    return null;
  }
}

/** @returns {(() => void) | null} what gives the lock back, null when another process holds it */
export function takeLock(path) {
  mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
  for (let tries = 0; tries < 3; tries += 1) {
    try {
      const file = openSync(path, "wx", 0o600);
      writeSync(file, String(process.pid));
      closeSync(file);
      return () => rmSync(path, { force: true });
    } catch (error) {
      if (error.code !== "EEXIST") throw error;
      if (lockHolder(path)) return null;
      rmSync(path, { force: true });
    }
  }
  return null;
}

/** Waits for the lock; `say` is called once when it must wait. */
export async function waitForLock(path, say = () => undefined) {
  let told = false;
  for (;;) {
    const release = takeLock(path);
    if (release) return release;
    if (!told) say();
    told = true;
    await new Promise((done) => setTimeout(done, 200));
  }
}
