import { SourceDamage } from "@/lib/sources/source-damage";

/** Bytes on demand out of blocks of any size. */
export class ByteQueue {
  readonly #blocks: AsyncIterator<Uint8Array>;
  readonly #truncated: string;
  #held: Buffer = Buffer.alloc(0);

  /** `truncated` is what the damage says when bytes are taken that are not there. */
  constructor(blocks: AsyncIterable<Uint8Array>, truncated: string) {
    this.#blocks = blocks[Symbol.asyncIterator]();
    this.#truncated = truncated;
  }

  /** The next bytes without taking them; fewer than asked for only at the end. */
  async peek(count: number): Promise<Buffer> {
    const parts: Uint8Array[] = [this.#held];
    let length = this.#held.length;
    while (length < count) {
      const next = await this.#blocks.next();
      if (next.done) break;
      parts.push(next.value);
      length += next.value.length;
    }
    if (parts.length > 1) this.#held = Buffer.concat(parts);
    return this.#held.subarray(0, count);
  }

  async take(count: number): Promise<Buffer> {
    const taken = await this.peek(count);
    if (taken.length < count) throw new SourceDamage(this.#truncated);
    this.#held = this.#held.subarray(count);
    return taken;
  }

  /** Lets go of what the blocks come from. */
  async close(): Promise<void> {
    await this.#blocks.return?.();
  }
}
