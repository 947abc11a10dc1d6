import { randomUUID } from "node:crypto";
import { type FileHandle, mkdir, open, rename, rm } from "node:fs/promises";
import path from "node:path";
import { promisify } from "node:util";
import { constants, deflateRaw } from "node:zlib";
import {
  BLOCK_CHARACTERS,
  type BlockEntry,
  type CopyIndex,
  derivedFolder,
  MARK,
  recordCopyPath,
  TRAILER_BYTES,
} from "@/lib/custody/record-copy/copy-layout";
import { readRecordTexts } from "@/lib/formats/find-record-text";
import { openLog } from "@/lib/sources/open-log";

const pack = promisify(deflateRaw);
const FAST = { level: constants.Z_BEST_SPEED };

/**
 * Writes the texts of all records of a log as blocks that can be read by themselves, by the very readers that numbered the
 * records, and an index of them. It stands under its name whole or not at all. Throws file system errors, and what the signal
 * was aborted with.
 */
export async function writeRecordCopy(
  dataDir: string,
  { sha256, path: source }: { sha256: string; path: string },
  { flowColumns = null, signal }: { flowColumns?: readonly string[] | null; signal?: AbortSignal } = {},
): Promise<void> {
  const copy = await openRecordCopy(dataDir, flowColumns);
  try {
    for await (const texts of readRecordTexts(openLog(source).chunks, { flowColumns })) {
      signal?.throwIfAborted();
      for (const [record, { text, asWritten }] of texts) copy.tell(record, text, asWritten);
      await copy.flush();
    }
    await copy.keep(sha256);
  } finally {
    await copy.close();
  }
}

export interface OpenRecordCopy {
  /** Adds a record; its block is written by `flush`. */
  tell(record: number, text: string, asWritten: boolean): void;
  flush(): Promise<void>;
  /** Gives it the name of its original (SHA-256, hex). */
  keep(sha256: string): Promise<void>;
  /** Removes what was not kept. */
  close(): Promise<void>;
}

/** Opens a record copy that is written while its original is read. Throws file system errors, and leaves nothing then. */
export async function openRecordCopy(dataDir: string, flowColumns: readonly string[] | null): Promise<OpenRecordCopy> {
  await mkdir(derivedFolder(dataDir), { recursive: true, mode: 0o700 });
  const temporary = path.join(derivedFolder(dataDir), `incoming-${randomUUID()}`);
  const output = await open(temporary, "wx", 0o600);
  const writer = new CopyWriter(output, flowColumns);
  let told: BlockEntry[] = [];
  const flush = async () => {
    const entries = told;
    told = [];
    for (const entry of entries) await writer.add(entry);
  };
  return {
    tell: (record, text, asWritten) => told.push([record, text, asWritten ? 1 : 0]),
    flush,
    async keep(sha256) {
      await flush();
      await writer.finish();
      await output.close();
      const target = recordCopyPath(dataDir, sha256);
      await mkdir(path.dirname(target), { recursive: true, mode: 0o700 });
      await rename(temporary, target);
    },
    async close() {
      await output.close().catch(() => undefined);
      await rm(temporary, { force: true });
    },
  };
}

class CopyWriter {
  readonly #output: FileHandle;
  readonly #index: CopyIndex;
  #entries: BlockEntry[] = [];
  #characters = 0;
  #offset = 0;
  /** The block that is being packed in another thread while the next one is gathered. */
  #packing: Promise<void> = Promise.resolve();

  constructor(output: FileHandle, flowColumns: readonly string[] | null) {
    this.#output = output;
    this.#index = { flowColumns, blocks: [] };
  }

  async add(entry: BlockEntry): Promise<void> {
    this.#entries.push(entry);
    this.#characters += entry[1].length;
    if (this.#characters >= BLOCK_CHARACTERS) await this.#flush();
  }

  async finish(): Promise<void> {
    await this.#flush();
    await this.#packing;
    const index = await pack(JSON.stringify(this.#index), FAST);
    const trailer = Buffer.alloc(TRAILER_BYTES);
    trailer.writeBigUInt64LE(BigInt(this.#offset), 0);
    trailer.writeBigUInt64LE(BigInt(index.length), 8);
    trailer.write(MARK, 16, "latin1");
    await this.#output.writeFile(Buffer.concat([index, trailer]));
  }

  async #flush(): Promise<void> {
    const [first] = this.#entries;
    if (!first) return;
    const json = JSON.stringify(this.#entries);
    this.#entries = [];
    this.#characters = 0;
    await this.#packing;
    this.#packing = this.#write(first[0], json);
    // Its error is thrown by whoever waits for it next.
    this.#packing.catch(() => undefined);
  }

  async #write(record: number, json: string): Promise<void> {
    const packed = await pack(json, FAST);
    await this.#output.writeFile(packed);
    this.#index.blocks.push({ record, offset: this.#offset, length: packed.length });
    this.#offset += packed.length;
  }
}
