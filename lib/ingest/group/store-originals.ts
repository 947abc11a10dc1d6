import { hash, randomUUID } from "node:crypto";
import fs from "node:fs";
import path from "node:path";
import { promisify } from "node:util";
import { SMALL_BYTES } from "@/lib/ingest/group/group-files";
import { syncFolder } from "@/lib/ingest/settle-original";
import { isOurs, type Original } from "@/lib/ingest/take-original";
import { originalPath } from "@/lib/sources/original-path";

/** A small original, with all its bytes. */
export interface HeldOriginal extends Omit<Original, "release"> {
  content: Buffer;
}

interface Source {
  path: string;
  sha256: string | null;
  reference: boolean;
}

interface Writing {
  at: number;
  temporary: string;
  handle: number;
  target: string;
}

const sync = promisify(fs.fsync);

/**
 * Takes small files as `takeOriginal` does, with one wait for the disk for all of them: each is read, hashed and written
 * under a temporary name, all are synced together, then they get their own names and the folders are synced. Null for a file that
 * cannot be taken so, or is not small: `takeOriginal` tells why. Nothing of it stays then. Throws the signal's reason.
 */
export async function storeOriginals(
  sources: readonly Source[],
  { dataDir, signal }: { dataDir: string; signal: AbortSignal },
): Promise<(HeldOriginal | null)[]> {
  const evidence = path.join(dataDir, "evidence");
  fs.mkdirSync(evidence, { recursive: true, mode: 0o700 });
  const held: (HeldOriginal | null)[] = [];
  const writing: Writing[] = [];
  try {
    for (const [at, source] of sources.entries()) {
      signal.throwIfAborted();
      const original = unlessRefused(() => readSource(source, dataDir));
      held.push(original);
      if (original === null || source.reference || hasSize(original.path, original.size)) continue;
      const temporary = path.join(evidence, `incoming-${randomUUID()}`);
      const own = isOurs(source, dataDir);
      const handle = unlessRefused(() => write(own ? source.path : null, temporary, original.content));
      if (handle === null) held[at] = null;
      else writing.push({ at, temporary, handle, target: original.path });
    }
    const synced = await Promise.allSettled(writing.map(({ handle }) => sync(handle)));
    const folders = new Set<string>();
    for (const [n, { at, temporary, target }] of writing.entries()) {
      const named = synced[n]?.status === "fulfilled" && unlessRefused(() => rename(temporary, target));
      if (named) folders.add(path.dirname(target));
      else held[at] = null;
    }
    await Promise.all([...folders].map(syncFolder));
    return held;
  } finally {
    for (const { handle, temporary } of writing) {
      fs.closeSync(handle);
      fs.rmSync(temporary, { force: true });
    }
  }
}

/** Null for an error of the file system. */
function unlessRefused<T>(act: () => T): T | null {
  try {
    return act();
  } catch {
    return null;
  }
}

// By no link, and without waiting for whoever would write to a pipe.
const OPEN = fs.constants.O_RDONLY | fs.constants.O_NOFOLLOW | fs.constants.O_NONBLOCK;

function readSource({ path: source, reference }: Source, dataDir: string): HeldOriginal | null {
  const input = fs.openSync(source, OPEN);
  try {
    const info = fs.fstatSync(input);
    if (!info.isFile() || info.size > SMALL_BYTES) return null;
    const block = Buffer.allocUnsafe(info.size + 1);
    let size = 0;
    for (let read = -1; read !== 0 && size < block.length; size += read)
      read = fs.readSync(input, block, size, block.length - size, null);
    // It has grown since: it is taken as it is found by whoever reads it by itself.
    if (size > info.size) return null;
    const content = block.subarray(0, size);
    const sha256 = hash("sha256", content);
    return reference
      ? { sha256, size, content, path: source, mtimeMs: Math.trunc(info.mtimeMs) }
      : { sha256, size, content, path: originalPath(dataDir, sha256) };
  } finally {
    fs.closeSync(input);
  }
}

/** Writes under a temporary name, or gives a file of our own that name as a second one. The open file. */
function write(own: string | null, temporary: string, content: Buffer): number {
  const linked = own !== null && unlessRefused(() => fs.linkSync(own, temporary)) !== null;
  let handle: number | null = null;
  try {
    handle = fs.openSync(temporary, linked ? "r+" : "wx", 0o600);
    if (linked) fs.fchmodSync(handle, 0o600);
    else fs.writeFileSync(handle, content);
    return handle;
  } catch (error) {
    if (handle !== null) fs.closeSync(handle);
    fs.rmSync(temporary, { force: true });
    throw error;
  }
}

function rename(temporary: string, target: string): true {
  fs.mkdirSync(path.dirname(target), { recursive: true, mode: 0o700 });
  fs.renameSync(temporary, target);
  return true;
}

function hasSize(file: string, size: number): boolean {
  const info = fs.statSync(file, { throwIfNoEntry: false });
  return info?.isFile() === true && info.size === size;
}
