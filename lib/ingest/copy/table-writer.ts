import { once } from "node:events";
import { finished } from "node:stream/promises";
import type pg from "pg";
import { from as copyFrom } from "pg-copy-streams";
import { BINARY_HEADER, BINARY_TRAILER, BlockPool } from "@/lib/ingest/copy/binary-writer";

const FLUSH_BYTES = 1 << 18;

interface Target {
  statement: string;
  /** Rows as text, each without its line end, or as blocks of whole rows in the binary format. */
  rows: string[];
  blocks: Buffer[] | null;
  /** Characters or bytes that wait. */
  waiting: number;
  /** As many of them are due. */
  due: number;
}

interface OpenCopy {
  table: string;
  binary: boolean;
  stream: ReturnType<typeof copyFrom>;
  done: Promise<void>;
}

/**
 * Rows for several tables over one connection. A connection runs one COPY at a time: rows wait per table, and the
 * running COPY is changed only when another table's buffer is full, so the main table streams while it is parsed.
 */
export class TableWriter {
  /** Blocks that were given on, to be written in again. */
  readonly blocks = new BlockPool();
  readonly #client: pg.ClientBase;
  readonly #onSent: (block: Buffer) => void;
  readonly #targets = new Map<string, Target>();
  #open: OpenCopy | null = null;

  /** @param onSent is given each block that was sent; without it they wait in `blocks` to be written in again */
  constructor(client: pg.ClientBase, onSent?: (block: Buffer) => void) {
    this.#client = client;
    this.#onSent = onSent ?? ((block) => this.blocks.give(block));
  }

  /** Names a table (trusted text, never from a log) and its columns before rows are added. */
  declare(table: string, columns: readonly string[]): void {
    this.#targets.set(table, {
      statement: `COPY ${table} (${columns.join(", ")}) FROM STDIN`,
      rows: [],
      blocks: null,
      waiting: 0,
      due: FLUSH_BYTES,
    });
  }

  /** The same for a table whose rows come in the binary format; `due` bytes of them are written at once. */
  declareBinary(table: string, columns: readonly string[], due: number = FLUSH_BYTES): void {
    this.#targets.set(table, {
      statement: `COPY ${table} (${columns.join(", ")}) FROM STDIN (FORMAT binary)`,
      rows: [],
      blocks: [],
      waiting: 0,
      due,
    });
  }

  /** Adds a row in COPY text format, without its line end. Call `drain` now and then: it writes what is due. */
  add(table: string, row: string): void {
    const target = this.#target(table);
    target.rows.push(row);
    target.waiting += row.length;
  }

  /** Adds whole rows in the binary format, without header and trailer. The block is not to be changed afterwards. */
  addBlock(table: string, block: Buffer): void {
    const target = this.#target(table);
    target.blocks?.push(block);
    target.waiting += block.length;
  }

  async drain(): Promise<void> {
    for (const [table, target] of this.#targets) {
      if (target.waiting >= target.due) await this.#write(table, target);
    }
  }

  /** Writes everything and ends the running COPY; the connection is free for other statements after it. */
  async finish(): Promise<void> {
    for (const [table, target] of this.#targets) {
      if (target.waiting > 0) await this.#write(table, target);
    }
    await this.#close();
  }

  /** Gives up the running COPY after an error; the transaction must be rolled back. */
  async abandon(): Promise<void> {
    const open = this.#open;
    this.#open = null;
    if (!open) return;
    open.stream.destroy(new Error("load given up"));
    await open.done.catch(() => undefined);
  }

  #target(table: string): Target {
    const target = this.#targets.get(table);
    if (!target) throw new Error(`undeclared table ${table}`);
    return target;
  }

  async #write(table: string, target: Target): Promise<void> {
    const { stream, done } = await this.#opened(table, target);
    const blocks = target.blocks ?? [Buffer.from(`${target.rows.join("\n")}\n`, "utf8")];
    target.rows = [];
    if (target.blocks) target.blocks = [];
    target.waiting = 0;
    for (const block of blocks)
      if (!(await this.#take(block, stream, done))) await Promise.race([once(stream, "drain"), done]);
    if (target.blocks && stream.writableLength === 0 && this.#isAllSent())
      for (const block of blocks) this.#onSent(block);
  }

  /** Whether the system has all that was written: until then the connection still reads it. */
  #isAllSent(): boolean {
    const { connection } = this.#client as { connection?: { stream?: { writableLength?: number } } };
    return connection?.stream?.writableLength === 0;
  }

  /** A stream whose connection was lost breaks at its next write; why it did is told by its end. */
  async #take(block: Buffer, stream: OpenCopy["stream"], done: Promise<void>): Promise<boolean> {
    try {
      return stream.write(block);
    } catch (error) {
      await Promise.race([done, Promise.reject(error)]);
      throw error;
    }
  }

  async #opened(table: string, { statement, blocks }: Target): Promise<OpenCopy> {
    if (this.#open?.table === table) return this.#open;
    await this.#close();
    const stream = this.#client.query(copyFrom(statement));
    const done = finished(stream);
    // The error is rethrown by whoever awaits `done`; this keeps it from counting as unhandled until then.
    done.catch(() => undefined);
    if (blocks !== null) stream.write(BINARY_HEADER);
    this.#open = { table, binary: blocks !== null, stream, done };
    return this.#open;
  }

  async #close(): Promise<void> {
    const open = this.#open;
    if (!open) return;
    if (open.binary) open.stream.end(BINARY_TRAILER);
    else open.stream.end();
    await open.done;
    this.#open = null;
  }
}
