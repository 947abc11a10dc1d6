import { Writable } from "node:stream";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import type pg from "pg";
import type { CopyStreamQuery } from "pg-copy-streams";
import { describe, expect, it, vi } from "vitest";
import { MOST_WAITING, SumsWriter } from "@/lib/ingest/sums/sums-writer";

const BYTES = 1 << 20;

/** A connection that takes what it is given only as it is told to. */
class Connection {
  readonly #taken: (() => void)[] = [];
  readonly stream = new Writable({
    write: (_chunk: Buffer, _encoding, done) => void this.#taken.push(() => done()),
  });
  copy: { handleError(error: Error): void } | null = null;
  query(): void {}
  /** Takes what was written, and what follows it, until nothing more comes. */
  async take(): Promise<void> {
    while (this.stream.writableLength > 0) {
      this.#taken.shift()?.();
      await new Promise(setImmediate);
    }
  }
}

function clientOf(connection: Connection): pg.ClientBase {
  const query = (
    copy: CopyStreamQuery & { handleCopyInResponse(of: unknown): void; handleError(error: Error): void },
  ) => {
    connection.copy = copy;
    copy.submit(connection as unknown as pg.Connection);
    copy.handleCopyInResponse(connection);
    return copy;
  };
  return { connection, query } as unknown as pg.ClientBase;
}

/** Whether a promise is settled by now. */
async function isOver(promise: Promise<unknown>): Promise<boolean> {
  const over = promise.then(
    () => true,
    () => true,
  );
  return Promise.race([over, new Promise<boolean>((resolve) => setImmediate(() => resolve(false)))]);
}

describe("a writer of sums", () => {
  it("holds back those who are far ahead of the database, and gives their blocks back", async () => {
    const connection = new Connection();
    const writer = new SumsWriter(clientOf(connection));
    const back: Buffer[] = [];
    expect(await isOver(writer.room())).toBe(true);
    const given = Array.from({ length: MOST_WAITING / BYTES + 2 }, () => Buffer.from(new ArrayBuffer(BYTES)));
    // As a thread has it back: the block is empty here from then on.
    const onSent = (block: Buffer) =>
      back.push(Buffer.from(structuredClone(block.buffer, { transfer: [block.buffer] })));
    for (const block of given) writer.keep("peers", block, onSent);
    const room = writer.room();
    expect(writer.waiting).toBe(given.length * BYTES);
    expect(await isOver(room)).toBe(false);
    expect(back).toEqual([]);
    await connection.take();
    await room;
    expect(writer.waiting).toBeLessThanOrEqual(MOST_WAITING);
    await connection.take();
    expect(back.map(({ length }) => length)).toEqual(given.map(() => BYTES));
    expect(writer.waiting).toBe(0);
    expect([...writer.kept]).toEqual(["peers"]);
  });

  it("keeps none of the blocks that never come back", async () => {
    const connection = new Connection();
    const writer = new SumsWriter(clientOf(connection));
    const back: Buffer[] = [];
    let left = 0;
    const gone = new FinalizationRegistry<null>(() => left++);
    const keep = (bytes: number) => {
      const block = Buffer.from(new ArrayBuffer(bytes));
      gone.register(block.buffer, null);
      writer.keep("peers", block, (sent) => back.push(sent));
    };
    keep(BYTES);
    // So little that the connection takes it beside what it has not sent yet.
    keep(100);
    await isOver(writer.room());
    await connection.take();
    expect([writer.waiting, back.length]).toEqual([0, 0]);
    setFlagsFromString("--expose-gc");
    const collect = runInNewContext("gc") as () => void;
    await vi.waitUntil(() => {
      collect();
      return left === 2;
    });
    expect([...writer.kept]).toEqual(["peers"]);
  });

  it("tells those whom it held back why the database takes no more", async () => {
    const connection = new Connection();
    const writer = new SumsWriter(clientOf(connection));
    for (let count = 0; count < MOST_WAITING / BYTES + 2; count++)
      writer.keep("peers", Buffer.from(new ArrayBuffer(BYTES)));
    const room = writer.room();
    expect(await isOver(room)).toBe(false);
    connection.copy?.handleError(new Error("lost"));
    await expect(room).rejects.toThrow("lost");
    await expect(writer.finish()).rejects.toThrow("lost");
  });
});
