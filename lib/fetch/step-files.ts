import { type FileHandle, mkdir, open, readdir, rm, truncate } from "node:fs/promises";
import { join } from "node:path";

/** Bytes of each of a step's files, by name. */
export type FileLengths = Readonly<Record<string, number>>;

/** The files of JSON lines that a step writes, one an operation, all at once in a folder of the fetch. */
export class StepFiles {
  readonly #folder: string;
  readonly #prefix: string;
  readonly #open = new Map<string, FileHandle>();
  readonly #lengths: Record<string, number>;

  private constructor(folder: string, prefix: string, lengths: FileLengths) {
    this.#folder = folder;
    this.#prefix = prefix;
    this.#lengths = { ...lengths };
  }

  /** Takes up a step's files as they were when `kept` was noted: what was written behind that is cut off. */
  static async takeUp(folder: string, prefix: string, kept: FileLengths): Promise<StepFiles> {
    await mkdir(folder, { recursive: true, mode: 0o700 });
    const own = (await readdir(folder)).filter((name) => name.startsWith(`${prefix}-`) && name.endsWith(".jsonl"));
    for (const name of own) {
      const length = kept[name];
      if (length === undefined) await rm(join(folder, name));
      else await truncate(join(folder, name), length);
    }
    return new StepFiles(folder, prefix, kept);
  }

  /** Adds a line to the file of an operation. `operation` is a word of ours or of the SDK's, never a log's. */
  async append(operation: string, line: string): Promise<void> {
    const name = `${this.#prefix}-${operation.replace(/[^A-Za-z0-9-]/g, "")}.jsonl`;
    const file = this.#open.get(name) ?? (await open(join(this.#folder, name), "a", 0o600));
    this.#open.set(name, file);
    const bytes = Buffer.from(line);
    await file.appendFile(bytes);
    this.#lengths[name] = (this.#lengths[name] ?? 0) + bytes.length;
  }

  get lengths(): FileLengths {
    return { ...this.#lengths };
  }

  /** What was written is on the disk when this returns. */
  async flush(): Promise<void> {
    for (const file of this.#open.values()) await file.datasync();
  }

  async close(): Promise<void> {
    for (const file of this.#open.values()) await file.close();
    this.#open.clear();
  }
}
