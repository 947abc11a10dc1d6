import { once } from "node:events";
import { finished } from "node:stream/promises";
import type pg from "pg";
import { from as copyFrom } from "pg-copy-streams";

const FLUSH_CHARACTERS = 1 << 18;

interface Target {
  statement: string;
  rows: string[];
  characters: number;
}

interface OpenCopy {
  table: string;
  stream: ReturnType<typeof copyFrom>;
  done: Promise<void>;
}

/**
 * Rows for several tables over one connection. A connection runs one COPY at a time: rows wait per table, and the
 * running COPY is changed only when another table's buffer is full, so the main table streams while it is parsed.
 */
export class TableWriter {
  readonly #client: pg.ClientBase;
  readonly #targets = new Map<string, Target>();
  #open: OpenCopy | null = null;

  constructor(client: pg.ClientBase) {
    this.#client = client;
  }

  /** Names a table (trusted text, never from a log) and its columns before rows are added. */
  declare(table: string, columns: readonly string[]): void {
    this.#targets.set(table, {
      statement: `COPY ${table} (${columns.join(", ")}) FROM STDIN`,
      rows: [],
      characters: 0,
    });
  }

  /** Adds a row in COPY text format, without its line end. Call `drain` now and then: it writes what is due. */
  add(table: string, row: string): void {
    const target = this.#targets.get(table);
    if (!target) throw new Error(`undeclared table ${table}`);
    target.rows.push(row);
    target.characters += row.length;
  }

  async drain(): Promise<void> {
    for (const [table, target] of this.#targets) {
      if (target.characters >= FLUSH_CHARACTERS) await this.#write(table, target);
    }
  }

  /** Writes everything and ends the running COPY; the connection is free for other statements after it. */
  async finish(): Promise<void> {
    for (const [table, target] of this.#targets) {
      if (target.rows.length > 0) await this.#write(table, target);
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

  async #write(table: string, target: Target): Promise<void> {
    const { stream, done } = await this.#opened(table, target.statement);
    const block = Buffer.from(`${target.rows.join("\n")}\n`, "utf8");
    target.rows = [];
    target.characters = 0;
    if (!stream.write(block)) await Promise.race([once(stream, "drain"), done]);
  }

  async #opened(table: string, statement: string): Promise<OpenCopy> {
    if (this.#open?.table === table) return this.#open;
    await this.#close();
    const stream = this.#client.query(copyFrom(statement));
    const done = finished(stream);
    // The error is rethrown by whoever awaits `done`; this keeps it from counting as unhandled until then.
    done.catch(() => undefined);
    this.#open = { table, stream, done };
    return this.#open;
  }

  async #close(): Promise<void> {
    const open = this.#open;
    if (!open) return;
    open.stream.end();
    await open.done;
    this.#open = null;
  }
}
