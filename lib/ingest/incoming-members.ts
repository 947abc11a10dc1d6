import { mkdir, open, rm } from "node:fs/promises";
import path from "node:path";
import { incomingPath, writeHashed } from "@/lib/ingest/incoming";
import { settleOriginal, syncFolder } from "@/lib/ingest/settle-original";
import type { StoredOriginal } from "@/lib/ingest/store-original";
import type { NoteOriginals } from "@/lib/ingest/unnamed-originals";

/** Files that wait for disk or store side by side. */
const SIDE_BY_SIDE = 16;

interface Member {
  name: string;
  path: string;
  sha256: string;
  size: number;
}

export type NamedOriginal = StoredOriginal & { name: string };

/**
 * The files of an archive on their way into the store: written and hashed in a folder of their own, which is none of the
 * store's places. They get those together, once all have been read; whatever fails before leaves no original behind.
 */
export class IncomingMembers {
  readonly #dataDir: string;
  readonly #signal: AbortSignal;
  readonly #members: Member[] = [];
  #folder: string | null = null;

  constructor(dataDir: string, signal: AbortSignal) {
    this.#dataDir = dataDir;
    this.#signal = signal;
  }

  /** Writes the bytes of one; `keep` is asked afterwards, with their number. Throws file system errors and those of `chunks`. */
  async add(name: string, chunks: AsyncIterable<Uint8Array>, keep: (size: number) => boolean): Promise<void> {
    this.#folder ??= await this.#begin();
    const file = path.join(this.#folder, String(this.#members.length));
    const written = await writeHashed(file, chunks, this.#signal);
    if (keep(written.size)) this.#members.push({ name, path: file, ...written });
    else await rm(file, { force: true });
  }

  /** Makes them last, and gives each its place in the store. `note` is told before. Throws file system errors, StoreFault and the signal's. */
  async settle(note: NoteOriginals): Promise<NamedOriginal[]> {
    await note(this.#members.map(({ sha256 }) => sha256));
    const settled: NamedOriginal[] = [];
    const folders = new Set<string>();
    for (let from = 0; from < this.#members.length; from += SIDE_BY_SIDE) {
      this.#signal.throwIfAborted();
      const some = this.#members.slice(from, from + SIDE_BY_SIDE);
      // All are waited for, so that none is still being stored when the folder goes.
      const done = await Promise.allSettled(some.map((member) => this.#settleOne(member, folders)));
      for (const one of done) {
        if (one.status === "rejected") throw one.reason;
        settled.push(one.value);
      }
    }
    await Promise.all([...folders].map(syncFolder));
    return settled;
  }

  /** Removes what has no place in the store. */
  async discard(): Promise<void> {
    if (this.#folder !== null) await rm(this.#folder, { recursive: true, force: true });
  }

  async #begin(): Promise<string> {
    const folder = await incomingPath(this.#dataDir);
    await mkdir(folder, { mode: 0o700 });
    return folder;
  }

  async #settleOne(member: Member, folders: Set<string>): Promise<NamedOriginal> {
    const { name, sha256, size } = member;
    const file = await open(member.path, "r+");
    await file.sync().finally(() => file.close());
    const { place, folder } = await settleOriginal(this.#dataDir, member, this.#signal);
    if (folder !== null) folders.add(folder);
    return { name, sha256, size, place };
  }
}
