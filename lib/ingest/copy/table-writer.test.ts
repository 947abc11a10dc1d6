import { Writable } from "node:stream";
import type pg from "pg";
import type { CopyStreamQuery } from "pg-copy-streams";
import { describe, expect, it } from "vitest";
import { TableWriter } from "@/lib/ingest/copy/table-writer";

const BYTES = 1 << 16;

/** A connection whose system takes what it is given only when it is told to. */
class SlowConnection {
  readonly #taken: (() => void)[] = [];
  readonly sent: Buffer[] = [];
  readonly stream = new Writable({
    highWaterMark: 1 << 20,
    write: (chunk: Buffer, _encoding, done) => {
      this.#taken.push(() => {
        this.sent.push(Buffer.from(chunk));
        done();
      });
    },
  });
  query(): void {}

  /** Takes all that was written and what follows it. */
  async take(): Promise<void> {
    while (this.stream.writableLength > 0) {
      this.#taken.shift()?.();
      await new Promise(setImmediate);
    }
  }
}

function clientOf(connection: SlowConnection): pg.ClientBase {
  const query = (copy: CopyStreamQuery & { handleCopyInResponse(of: unknown): void }) => {
    copy.submit(connection as unknown as pg.Connection);
    copy.handleCopyInResponse(connection);
    return copy;
  };
  return { connection, query } as unknown as pg.ClientBase;
}

describe("a writer of tables", () => {
  it("has a block written in again only once the system has all of it", async () => {
    const connection = new SlowConnection();
    const writer = new TableWriter(clientOf(connection));
    writer.declareBinary("some_table", ["some_column"], 1);
    const first = Buffer.from(new ArrayBuffer(BYTES)).fill(1);
    writer.addBlock("some_table", first);
    await writer.drain();
    expect(connection.stream.writableLength).toBeGreaterThanOrEqual(BYTES);
    // Nothing that still waits to be sent may be written in.
    expect(writer.blocks.take(BYTES)).toBeNull();
    await connection.take();
    const second = Buffer.from(new ArrayBuffer(BYTES)).fill(2);
    writer.addBlock("some_table", second);
    await writer.drain();
    await connection.take();
    const sent = Buffer.concat(connection.sent);
    expect([sent.filter((byte) => byte === 1).length, sent.filter((byte) => byte === 2).length]).toEqual([
      expect.closeTo(BYTES, -1),
      expect.closeTo(BYTES, -1),
    ]);
  });

  it("has blocks written in again that were sent at once", async () => {
    const connection = new SlowConnection();
    const stream = new Writable({ write: (_chunk, _encoding, done) => done() });
    const writer = new TableWriter(clientOf(Object.assign(connection, { stream })));
    writer.declareBinary("some_table", ["some_column"], 1);
    const block = Buffer.from(new ArrayBuffer(BYTES));
    writer.addBlock("some_table", block.subarray(0, 10));
    await writer.drain();
    expect(writer.blocks.take(BYTES - 1)).toBeNull();
    expect(writer.blocks.take(BYTES)?.buffer).toBe(block.buffer);
    expect(writer.blocks.take(BYTES)).toBeNull();
  });
});
