import { createHash, randomUUID } from "node:crypto";
import { mkdir, open, readdir, rm, stat } from "node:fs/promises";
import path from "node:path";

const PREFIX = "incoming-";
const DAY_MS = 24 * 60 * 60 * 1000;

/** A name below the store's folder, which is made, for what has no place in it yet. */
export async function incomingPath(dataDir: string): Promise<string> {
  const folder = path.join(dataDir, "evidence");
  await mkdir(folder, { recursive: true, mode: 0o700 });
  return path.join(folder, `${PREFIX}${randomUUID()}`);
}

/** Writes a new file of mode 0600 and hashes it (SHA-256) on the way. It is not synced. Throws errors of `chunks` too. */
export async function writeHashed(
  file: string,
  chunks: AsyncIterable<Uint8Array>,
  signal?: AbortSignal,
): Promise<{ sha256: string; size: number }> {
  const output = await open(file, "wx", 0o600);
  const hash = createHash("sha256");
  let size = 0;
  try {
    for await (const chunk of chunks) {
      signal?.throwIfAborted();
      hash.update(chunk);
      await output.writeFile(chunk);
      size += chunk.length;
    }
  } finally {
    await output.close();
  }
  return { sha256: hash.digest("hex"), size };
}

/**
 * Removes what killed processes left on its way into the store, once nothing was written to it for a day. Originals stay,
 * named by this database or not: it may be an older copy of one that names them, or one of several.
 */
export async function sweepIncoming(dataDir: string, ageMs = DAY_MS): Promise<void> {
  const folder = path.join(dataDir, "evidence");
  const names = await readdir(folder).catch(() => []);
  for (const name of names) {
    if (!name.startsWith(PREFIX)) continue;
    const entry = path.join(folder, name);
    const inside = await readdir(entry).catch(() => []);
    const changes = await Promise.all([entry, ...inside.map((file) => path.join(entry, file))].map(changedMs));
    if (changes.every((changed) => Date.now() - changed > ageMs)) await rm(entry, { recursive: true, force: true });
  }
}

/** Of its content or its names: an upload that becomes an original is old, and its second name new. Epoch ms. */
async function changedMs(file: string): Promise<number> {
  const info = await stat(file).catch(() => null);
  return info ? Math.max(info.mtimeMs, info.ctimeMs) : 0;
}
