import { createHash } from "node:crypto";
import { createWriteStream } from "node:fs";
import { open, rename, rm } from "node:fs/promises";
import { dirname } from "node:path";
import { finished } from "node:stream/promises";
import { type Pack, pack } from "tar-stream";
import { MANIFEST, type PackedEntry } from "@/lib/transfer/pack-layout";

/**
 * Writes files into one tar, each hashed on its way, and at the end a manifest of their SHA-256. The tar has its name only
 * once it is whole and on the disk; until then it is beside it, under a name ending in `.part`. Mode 0600.
 */
export class PackWriter {
  readonly #path: string;
  readonly #tar = pack();
  readonly #written: Promise<void>;
  readonly #entries: PackedEntry[] = [];
  #last: Promise<void> = Promise.resolve();

  /** Throws file system errors at the first entry: where the folder is not there, or a part of an earlier run is in the way. */
  constructor(path: string) {
    this.#path = path;
    const file = createWriteStream(this.#part(), { mode: 0o600, flags: "w" });
    this.#written = finished(this.#tar.pipe(file));
    // Thrown to whoever adds or finishes.
    this.#written.catch((error: Error) => this.#tar.destroy(error));
  }

  /** One after the other, whoever adds them. Throws where the bytes are not as many as was said. */
  add(name: string, size: number, chunks: AsyncIterable<Uint8Array> | Iterable<Uint8Array>): Promise<void> {
    const adding = this.#last.then(() => this.#add(name, size, chunks));
    this.#last = adding.catch(() => undefined);
    return adding;
  }

  addBytes(name: string, bytes: Uint8Array): Promise<void> {
    return this.add(name, bytes.length, [bytes]);
  }

  addJson(name: string, value: unknown): Promise<void> {
    return this.addBytes(name, Buffer.from(JSON.stringify(value)));
  }

  async #add(name: string, size: number, chunks: AsyncIterable<Uint8Array> | Iterable<Uint8Array>): Promise<void> {
    const hash = createHash("sha256");
    const end: { fault?: Error; done: () => void } = { done: () => undefined };
    const ended = new Promise<void>((done) => {
      end.done = done;
    });
    const entry = this.#tar.entry({ name, size, mode: 0o600, mtime: new Date(0) }, (fault) => {
      if (fault) end.fault = fault;
      end.done();
    });
    let bytes = 0;
    for await (const chunk of chunks) {
      bytes += chunk.length;
      if (bytes > size) throw new Error(`${name} has grown while it was read`);
      hash.update(chunk);
      if (!entry.write(chunk)) await Promise.race([drained(entry), this.#written]);
    }
    if (bytes !== size) throw new Error(`${name} has ${bytes} bytes in place of ${size}`);
    entry.end(null);
    await Promise.race([ended, this.#written]);
    if (end.fault) throw end.fault;
    this.#entries.push({ name, size, sha256: hash.digest("hex") });
  }

  /** Adds the manifest and gives the tar its name. */
  async finish(): Promise<void> {
    const entries = [...this.#entries];
    await this.addJson(MANIFEST, { files: entries });
    this.#tar.finalize();
    await this.#written;
    await sync(this.#part());
    await rename(this.#part(), this.#path);
    await sync(dirname(this.#path));
  }

  async abandon(): Promise<void> {
    this.#tar.destroy();
    await this.#written.catch(() => undefined);
    await rm(this.#part(), { force: true });
  }

  #part(): string {
    return `${this.#path}.part`;
  }
}

async function sync(path: string): Promise<void> {
  const handle = await open(path, "r");
  await handle.sync().finally(() => handle.close());
}

function drained(entry: ReturnType<Pack["entry"]>): Promise<void> {
  return new Promise((done) => entry.once("drain", () => done()));
}
