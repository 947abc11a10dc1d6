import { hash, randomUUID } from "node:crypto";
import fs from "node:fs";
import path from "node:path";
import { promisify } from "node:util";
import { Breath } from "@/lib/ingest/group/breath";
import { SMALL_BYTES } from "@/lib/ingest/group/group-files";
import { syncFolder } from "@/lib/ingest/settle-original";
import { isOurs, type Original } from "@/lib/ingest/take-original";
import type { NoteOriginals } from "@/lib/ingest/unnamed-originals";
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
  named: boolean;
}

interface StoreOptions {
  dataDir: string;
  signal: AbortSignal;
  /** Told of the hashes before the originals get their places. */
  note: NoteOriginals;
  onTaken?: (bytes: number) => void;
}

const sync = promisify(fs.fsync);

/**
 * Takes small files as `takeOriginal` does, with one wait for the disk for all of them: each is read, hashed and written
 * under a temporary name, all are synced together, then they get their own names and the folders are synced. Null for a file that
 * cannot be taken so, or is not small: `takeOriginal` tells why. Nothing of it stays then. `onTaken` hears of each
 * file's bytes once they are read. Throws the signal's reason.
 */
export async function storeOriginals(
  sources: readonly Source[],
  { dataDir, signal, note, onTaken }: StoreOptions,
): Promise<(HeldOriginal | null)[]> {
  const evidence = path.join(dataDir, "evidence");
  fs.mkdirSync(evidence, { recursive: true, mode: 0o700 });
  const held: (HeldOriginal | null)[] = [];
  const writing: Writing[] = [];
  const breath = new Breath();
  try {
    for (const [at, source] of sources.entries()) {
      await breath.take();
      signal.throwIfAborted();
      const read = unlessRefused(() => readSource(source, dataDir));
      const original = source.sha256 === null || source.sha256 === read?.sha256 ? read : null;
      held.push(original);
      onTaken?.(original?.size ?? 0);
      if (original === null || source.reference || isKept(source, original)) continue;
      const temporary = path.join(evidence, `incoming-${randomUUID()}`);
      const own = isOurs(source, dataDir);
      const handle = unlessRefused(() => write(own ? source.path : null, temporary, original.content));
      if (handle === null) held[at] = null;
      else writing.push({ at, temporary, handle, target: original.path, named: false });
    }
    const hashes = writing.map(({ at }) => held[at]?.sha256 ?? "");
    const [, synced] = await Promise.all([note(hashes), Promise.allSettled(writing.map(({ handle }) => sync(handle)))]);
    const folders = new Set<string>();
    for (const [n, file] of writing.entries()) {
      file.named = synced[n]?.status === "fulfilled" && unlessRefused(() => rename(file, folders)) !== null;
      if (!file.named) held[file.at] = null;
    }
    await Promise.all([...folders].map(syncFolder));
    return held;
  } finally {
    for (const { handle, temporary, named } of writing) {
      fs.closeSync(handle);
      if (!named) fs.rmSync(temporary, { force: true });
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
    for (let read = -1; read !== 0 && size < info.size; size += read)
      read = fs.readSync(input, block, size, block.length - size, null);
    // It has another size by now: it is taken as it is found by whoever reads it by itself.
    if (size !== info.size) return null;
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

/** Adds the folders that are to be synced for it. */
function rename({ temporary, target }: Writing, folders: Set<string>): void {
  const folder = path.dirname(target);
  try {
    fs.renameSync(temporary, target);
  } catch {
    // The first of its folder.
    fs.mkdirSync(folder, { recursive: true, mode: 0o700 });
    folders.add(path.dirname(folder));
    fs.renameSync(temporary, target);
  }
  folders.add(folder);
}

/** True where the very bytes have their place: what is there is read again, for its size alone would not tell of a changed one. */
function isKept(source: Source, { path: kept, size, sha256 }: HeldOriginal): boolean {
  if (source.path === kept) return true;
  const there = fs.statSync(kept, { throwIfNoEntry: false });
  if (there?.isFile() !== true || there.size !== size) return false;
  return unlessRefused(() => hash("sha256", fs.readFileSync(kept))) === sha256;
}
