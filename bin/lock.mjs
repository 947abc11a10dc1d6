// One at a time: a file that names the process that holds it. A holder that is gone holds nothing.
import { existsSync, linkSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { signature, signedBy } from "./processes.mjs";

export { isAlive } from "./processes.mjs";

/** @returns {{ pid: number } | null} who holds the lock, null when nobody alive does */
export function lockHolder(path) {
  try {
    const pid = signedBy(readFileSync(path, "utf8"));
    return pid === null ? null : { pid };
  } catch {
    return null;
  }
}

/** Takes away what a holder that is gone left; false when it turns out to be somebody's. */
function clearStale(path) {
  const aside = `${path}.${process.pid}.stale`;
  try {
    renameSync(path, aside);
  } catch (error) {
    if (error.code === "ENOENT") return true;
    throw error;
  }
  // Between the look and the rename another may have taken it: then it goes back.
  const taken = lockHolder(aside) !== null;
  if (taken && !existsSync(path)) renameSync(aside, path);
  else rmSync(aside, { force: true });
  return !taken;
}

/** @returns {(() => void) | null} what gives the lock back, null when another process holds it */
export function takeLock(path) {
  mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
  const own = `${path}.${process.pid}`;
  // A link appears with its content: nobody ever reads half a signature.
  writeFileSync(own, signature(), { mode: 0o600 });
  try {
    for (let tries = 0; tries < 3; tries += 1) {
      try {
        linkSync(own, path);
        return () => rmSync(path, { force: true });
      } catch (error) {
        if (error.code !== "EEXIST") throw error;
        if (lockHolder(path) || !clearStale(path)) return null;
      }
    }
    return null;
  } finally {
    rmSync(own, { force: true });
  }
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
