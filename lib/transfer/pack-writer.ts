import { createHash } from "node:crypto";
import { createWriteStream } from "node:fs";
import { open, rename, rm } from "node:fs/promises";
import { dirname } from "node:path";
import type { Writable } from "node:stream";
import { finished } from "node:stream/promises";
import { type Pack, pack } from "tar-stream";
import { MANIFEST, type PackedEntry } from "@/lib/transfer/pack-layout";

/**
 * Writes files into one tar, each hashed on its way, and at the end a manifest of their SHA-256. What is written so far and
 * has no manifest is taken by nobody.
 */
export class PackWriter {
  readonly #tar = pack();
  readonly #output: Writable;
  readonly #written: Promise<void>;
  readonly #entries: PackedEntry[] = [];
  #last: Promise<void> = Promise.resolve();

  constructor(output: Writable) {
    this.#output = output;
    // Whoever adds or finishes is told: without a listener a fault would end the process.
    for (const stream of [this.#tar, output]) stream.on("error", () => undefined);
    this.#written = finished(this.#tar.pipe(output));
    this.#written.catch((error: Error) => this.#tar.destroy(error));
  }

  /** One after the other, whoever adds them; gives the SHA-256. Throws where the bytes are not as many as was said. */
  add(name: string, size: number, chunks: AsyncIterable<Uint8Array> | Iterable<Uint8Array>): Promise<string> {
    const adding = this.#last.then(() => this.#add(name, size, chunks));
    this.#last = adding.then(
      () => undefined,
      () => undefined,
    );
    return adding;
  }

  addBytes(name: string, bytes: Uint8Array): Promise<string> {
    return this.add(name, bytes.length, [bytes]);
  }

  addJson(name: string, value: unknown): Promise<string> {
    return this.addBytes(name, Buffer.from(JSON.stringify(value)));
  }

  async #add(name: string, size: number, chunks: AsyncIterable<Uint8Array> | Iterable<Uint8Array>): Promise<string> {
    const hash = createHash("sha256");
    const end: { fault?: Error; done: () => void } = { done: () => undefined };
    const ended = new Promise<void>((done) => {
      end.done = done;
    });
    const entry = this.#tar.entry({ name, size, mode: 0o600, mtime: new Date(0) }, (fault) => {
      if (fault) end.fault = fault;
      end.done();
    });
    entry.on("error", () => undefined);
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
    const sha256 = hash.digest("hex");
    this.#entries.push({ name, size, sha256 });
    return sha256;
  }

  /** Adds the manifest; then all of it was handed to the output. */
  async finish(): Promise<void> {
    const entries = [...this.#entries];
    await this.addJson(MANIFEST, { files: entries });
    this.#tar.finalize();
    await this.#written;
  }

  async abandon(): Promise<void> {
    const fault = new Error("it was given up");
    this.#tar.destroy(fault);
    this.#output.destroy(fault);
    await this.#written.catch(() => undefined);
  }
}

/**
 * Writes a tar into a file, mode 0600, that has its name only once it is whole and on the disk; until then it is beside it,
 * under a name ending in `.part`. Throws file system errors and what `work` throws; leaves nothing half written behind.
 */
export async function packToFile<Value>(path: string, work: (writer: PackWriter) => Promise<Value>): Promise<Value> {
  const part = `${path}.part`;
  const writer = new PackWriter(createWriteStream(part, { mode: 0o600, flags: "w" }));
  try {
    const value = await work(writer);
    await writer.finish();
    await sync(part);
    await rename(part, path);
    await sync(dirname(path));
    return value;
  } catch (error) {
    await writer.abandon();
    await rm(part, { force: true });
    throw error;
  }
}

async function sync(path: string): Promise<void> {
  const handle = await open(path, "r");
  await handle.sync().finally(() => handle.close());
}

function drained(entry: ReturnType<Pack["entry"]>): Promise<void> {
  return new Promise((done) => entry.once("drain", () => done()));
}
