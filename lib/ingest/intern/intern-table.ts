import type pg from "pg";
import { compareText } from "@/lib/core/compare-text";
import { storableJson } from "@/lib/ingest/copy/copy-text";

export interface InternSpec<T> {
  /** Table with `id`, `case_id` and a key that is unique in its case. Trusted text. */
  table: string;
  keyColumn: string;
  /** Column name to PostgreSQL type, of all columns but `id`, `case_id` and the key. */
  columns: Record<string, string>;
  toRow: (value: T) => Record<string, unknown>;
}

const CACHE_LIMIT = 100_000;

/**
 * Numbers for repeated values of one side table, cached per load thread. Rows are written in short statements of their
 * own, outside a file's transaction, so that files that load side by side never wait for each other's end.
 */
export class InternTable<T> {
  readonly #client: pg.ClientBase;
  readonly #caseId: string;
  readonly #spec: InternSpec<T>;
  readonly #numbers = new Map<string, number>();
  readonly #wanted = new Map<string, T>();

  constructor(client: pg.ClientBase, caseId: string, spec: InternSpec<T>) {
    this.#client = client;
    this.#caseId = caseId;
    this.#spec = spec;
  }

  /** Asks for a number; it is known after `flush`. */
  want(key: string, value: T): void {
    if (!this.#numbers.has(key)) this.#wanted.set(key, value);
  }

  /** The number of a value wanted since the last `startBatch`. */
  number(key: string): number {
    const known = this.#numbers.get(key);
    if (known === undefined) throw new Error(`${this.#spec.table} was not asked for this key`);
    return known;
  }

  /** Bounds the cache. Numbers asked for before may be forgotten. */
  startBatch(): void {
    if (this.#numbers.size > CACHE_LIMIT) this.#numbers.clear();
  }

  /** Finds or writes every wanted row. */
  async flush(): Promise<void> {
    if (this.#wanted.size === 0) return;
    await this.#select();
    if (this.#wanted.size > 0) await this.#insert();
    // What a file beside this one wrote in between was in conflict and is read now.
    if (this.#wanted.size > 0) await this.#select();
    if (this.#wanted.size > 0) throw new Error(`${this.#spec.table} did not take ${this.#wanted.size} rows`);
  }

  async #select(): Promise<void> {
    const { table, keyColumn } = this.#spec;
    const found = await this.#client.query<{ id: number; key: string }>(
      `SELECT id, ${keyColumn} AS key FROM ${table} WHERE case_id = $1 AND ${keyColumn} = ANY($2::text[])`,
      [this.#caseId, [...this.#wanted.keys()]],
    );
    this.#take(found.rows);
  }

  async #insert(): Promise<void> {
    const { table, keyColumn, columns, toRow } = this.#spec;
    const names = Object.keys(columns).map((name) => `, ${name}`);
    const types = Object.entries(columns).map(([name, type]) => `, ${name} ${type}`);
    // Sorted, so that two threads that write the same keys never wait for each other in a circle.
    const keys = [...this.#wanted.keys()].sort(compareText);
    const rows = keys.map((key) => ({ ...toRow(this.#wanted.get(key) as T), [keyColumn]: key }));
    const written = await this.#client.query<{ id: number; key: string }>(
      `INSERT INTO ${table} (case_id, ${keyColumn}${names.join("")})
       SELECT $1, ${keyColumn}${names.join("")} FROM jsonb_to_recordset($2::jsonb) AS r (${keyColumn} text${types.join("")})
       ON CONFLICT (case_id, ${keyColumn}) DO NOTHING RETURNING id, ${keyColumn} AS key`,
      [this.#caseId, storableJson(rows)],
    );
    this.#take(written.rows);
  }

  #take(rows: { id: number; key: string }[]): void {
    for (const { id, key } of rows) {
      this.#numbers.set(key, id);
      this.#wanted.delete(key);
    }
  }
}
