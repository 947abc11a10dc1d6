import type pg from "pg";
import { TableWriter } from "@/lib/ingest/copy/table-writer";
import type { Keep } from "@/lib/ingest/sums/sum-here";
import { columnsOf, SUM_TABLES, type SumTable } from "@/lib/ingest/sums/sum-tables";

/** Bytes that the database has yet to take when those who sum up are held back. */
export const MOST_WAITING = 8 * 1024 * 1024;

/** Writes what was summed up to its tables, in turn, over one connection, and holds back those who are far ahead of the database. */
export class SumsWriter {
  /** The tables that got anything. */
  readonly kept = new Set<SumTable>();
  readonly #writer: TableWriter;
  /** Weakly, as one whose end nobody saw, for the connection still had some of it, never comes back. */
  readonly #backOf = new WeakMap<ArrayBufferLike, (block: Buffer) => void>();
  #writing: Promise<void> = Promise.resolve();
  #waiting = 0;
  #failure: { error: unknown } | null = null;
  #heldBack: (() => void)[] = [];

  constructor(client: pg.ClientBase) {
    this.#writer = new TableWriter(client, (block) => this.#giveBack(block));
    for (const table of Object.keys(SUM_TABLES) as SumTable[])
      this.#writer.declareBinary(SUM_TABLES[table].name, columnsOf(table));
  }

  /** Bytes that wait for the database. */
  get waiting(): number {
    return this.#waiting;
  }

  /** Takes a block of rows; `onSent` has it back once nobody reads it any more. */
  readonly keep: Keep = (table, block, onSent) => {
    // Its memory may be another thread's once it was sent: it has no length then.
    const bytes = block.length;
    this.kept.add(table);
    this.#waiting += bytes;
    if (onSent) this.#backOf.set(block.buffer, onSent);
    this.#writer.addBlock(SUM_TABLES[table].name, block);
    this.#writing = this.#writing
      .then(() => this.#writer.drain())
      .catch((error: unknown) => {
        this.#failure ??= { error };
      })
      .finally(() => {
        this.#waiting -= bytes;
        if (this.#waiting <= MOST_WAITING) for (const go of this.#heldBack.splice(0)) go();
      });
  };

  /** Waits while the database is far behind. Throws why it takes no more. */
  readonly room = async (): Promise<void> => {
    while (this.#waiting > MOST_WAITING) await new Promise<void>((go) => this.#heldBack.push(go));
    if (this.#failure) throw this.#failure.error;
  };

  /** Writes what is left. */
  async finish(): Promise<void> {
    await this.#writing;
    if (this.#failure) throw this.#failure.error;
    await this.#writer.finish();
  }

  abandon(): Promise<void> {
    return this.#writer.abandon();
  }

  #giveBack(block: Buffer): void {
    const back = this.#backOf.get(block.buffer);
    this.#backOf.delete(block.buffer);
    back?.(block);
  }
}
