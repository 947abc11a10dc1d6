import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { buffer } from "node:stream/consumers";
import { AppError } from "@/lib/core/app-error";
import { visibleText } from "@/lib/core/visible-text";
import { readTar } from "@/lib/sources/archive/read-tar";
import { SourceDamage } from "@/lib/sources/source-damage";
import { HEADER, MANIFEST, Manifest, type PackedEntry } from "@/lib/transfer/pack-layout";

/** Of an entry that is read as a whole: what people wrote in a large case is a hundredth of this. */
const MOST_WHOLE = 1 << 28;
/** Letters, digits and dashes, one folder deep: no name of an entry is ever a path here, but none is to look like one. */
const NAME = /^[a-z0-9_-]+(?:\.[a-z0-9]+)*(?:\/[a-z0-9_-]+(?:\.[a-z0-9]+)*)?$/;

export interface PackEntry {
  name: string;
  /** To be read to its end before the next entry is asked for. */
  chunks(): AsyncIterable<Uint8Array>;
  /** Throws AppError `invalid` for one that is larger than anything of its kind. */
  whole(): Promise<Buffer>;
}

/**
 * The entries of a tar that `PackWriter` made, in their order, the header first; hostile ones are refused by AppError
 * `invalid` in words. Whoever has got all entries may trust that they are those of the manifest, byte for byte; before that, nothing.
 */
export async function* readPack(path: string): AsyncGenerator<PackEntry, void> {
  const seen: PackedEntry[] = [];
  const names = new Set<string>();
  let isWhole = false;
  try {
    for await (const entry of readTar(createReadStream(path, { highWaterMark: 1 << 18 }))) {
      const { name } = entry;
      if (entry.kind !== "file") throw refused(`it holds ${visibleText(name)}, which is no plain file`);
      if (!NAME.test(name)) throw refused(`it holds a file named ${visibleText(name)}`);
      if (names.has(name)) throw refused(`it holds ${name} twice`);
      if (isWhole) throw refused(`${name} stands behind its manifest`);
      if (names.size === 0 && name !== HEADER) throw refused("it does not begin with a header");
      names.add(name);
      if (name === MANIFEST) {
        checkManifest(await whole(name, entry.chunks()), seen);
        isWhole = true;
        continue;
      }
      const hashed = hashing(name, entry.chunks(), seen);
      yield { name, chunks: () => hashed, whole: () => whole(name, hashed) };
      for await (const _ of hashed);
    }
  } catch (error) {
    if (error instanceof SourceDamage) throw refused(error.message);
    throw error;
  }
  if (!isWhole) throw refused("it has no manifest: it was cut off");
}

export function refused(words: string): AppError {
  return new AppError("invalid", `This archive is not taken: ${words}.`);
}

async function* hashing(name: string, chunks: AsyncIterable<Uint8Array>, seen: PackedEntry[]) {
  const hash = createHash("sha256");
  let size = 0;
  try {
    for await (const chunk of chunks) {
      hash.update(chunk);
      size += chunk.length;
      yield chunk;
    }
  } catch (error) {
    throw error instanceof SourceDamage ? refused(error.message) : error;
  }
  seen.push({ name, size, sha256: hash.digest("hex") });
}

async function whole(name: string, chunks: AsyncIterable<Uint8Array>): Promise<Buffer> {
  const limited = async function* () {
    let size = 0;
    for await (const chunk of chunks) {
      size += chunk.length;
      if (size > MOST_WHOLE) throw refused(`${name} is larger than anything of its kind`);
      yield chunk;
    }
  };
  return buffer(limited());
}

function checkManifest(bytes: Buffer, seen: readonly PackedEntry[]): void {
  const manifest = Manifest.safeParse(jsonOf(MANIFEST, bytes));
  if (!manifest.success) throw refused("its manifest cannot be read");
  const told = new Map(manifest.data.files.map((file) => [file.name, file]));
  for (const { name, size, sha256 } of seen) {
    const expected = told.get(name);
    if (!expected) throw refused(`${name} is not in its manifest`);
    if (expected.size !== size || expected.sha256 !== sha256) throw refused(`${name} is not what its manifest says`);
    told.delete(name);
  }
  for (const name of told.keys()) throw refused(`${visibleText(name)} is missing`);
}

/** Throws AppError `invalid`. */
export function jsonOf(name: string, bytes: Buffer): unknown {
  try {
    return JSON.parse(bytes.toString("utf8"));
  } catch {
    throw refused(`${name} is no JSON`);
  }
}
