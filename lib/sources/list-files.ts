import type { Dirent } from "node:fs";
import { lstat, readdir, realpath, stat } from "node:fs/promises";
import path from "node:path";

export interface SourceFile {
  /** Absolute path of the bytes. */
  path: string;
  /** Path below the one that was asked for, with forward slashes; the base name of a file given directly. */
  name: string;
  /** Bytes on disk. */
  size: number;
}

export interface SourceListing {
  files: SourceFile[];
  /** What was found and not taken, with the reason. */
  skipped: { name: string; reason: string }[];
}

/**
 * Every file at or below the paths, sorted by name then path, whatever order they are given in; a file reached twice is
 * listed once. A path itself may be a symbolic link; links below it are listed as skipped, so that nothing outside is read.
 * Throws the file system's error when a path does not exist or cannot be read.
 */
export async function listFiles(paths: readonly string[]): Promise<SourceListing> {
  const files = new Map<string, SourceFile>();
  const skipped: SourceListing["skipped"] = [];
  for (const given of paths) {
    const root = await realpath(path.resolve(given));
    const info = await stat(root);
    if (info.isFile()) {
      add(files, { path: root, name: path.basename(given), size: info.size });
    } else if (info.isDirectory()) {
      await walk(root, "", files, skipped);
    } else {
      skipped.push({ name: path.basename(given), reason: "neither a file nor a folder" });
    }
  }
  const byName = (a: { name: string }, b: { name: string }) => compare(a.name, b.name);
  return {
    files: [...files.values()].sort((a, b) => byName(a, b) || compare(a.path, b.path)),
    skipped: skipped.sort(byName),
  };
}

const AT_ONCE = 64;

async function walk(
  root: string,
  below: string,
  files: Map<string, SourceFile>,
  skipped: SourceListing["skipped"],
): Promise<void> {
  const entries = await entriesOf(root, below, skipped);
  const sizes = await sizesOf(path.join(root, below), entries);
  for (const entry of entries) {
    const relative = path.join(below, entry.name);
    const name = relative.split(path.sep).join("/");
    const full = path.join(root, relative);
    const size = sizes.get(entry.name);
    if (entry.isDirectory()) await walk(root, relative, files, skipped);
    else if (size !== undefined) add(files, { path: full, name, size });
    else skipped.push({ name, reason: entry.isSymbolicLink() ? "a symbolic link" : "neither a file nor a folder" });
  }
}

/** Of the files of a folder, some at a time: a folder may have a great many, and each by itself is a wait. */
async function sizesOf(folder: string, entries: readonly Dirent[]): Promise<Map<string, number>> {
  const names = entries.flatMap((entry) => (entry.isFile() ? [entry.name] : []));
  const sizes = new Map<string, number>();
  for (let at = 0; at < names.length; at += AT_ONCE) {
    const some = names.slice(at, at + AT_ONCE);
    const found = await Promise.all(some.map((name) => lstat(path.join(folder, name))));
    for (const [n, name] of some.entries()) sizes.set(name, found[n]?.size ?? 0);
  }
  return sizes;
}

/** A folder below that may not be read is left out; the one that was asked for throws. */
async function entriesOf(root: string, below: string, skipped: SourceListing["skipped"]): Promise<Dirent[]> {
  try {
    return await readdir(path.join(root, below), { withFileTypes: true });
  } catch (error) {
    if (below === "") throw error;
    skipped.push({ name: below.split(path.sep).join("/"), reason: "a folder that may not be read" });
    return [];
  }
}

/** The longer name says more: a file given both directly and by its folder keeps the path below the folder. */
function add(files: Map<string, SourceFile>, file: SourceFile): void {
  const known = files.get(file.path);
  if (!known || file.name.length > known.name.length) files.set(file.path, file);
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
