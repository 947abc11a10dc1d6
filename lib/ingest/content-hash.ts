import { createHash, hash } from "node:crypto";

export interface HashedContent {
  chunks: AsyncGenerator<Uint8Array, void>;
  /** SHA-256 (hex) of all chunks once they are read; null where the content is no JSON, whose hash nothing names. */
  sha256(): string | null;
}

const OPENS = new Set([0x7b, 0x5b]);

/** SHA-256 (hex) of a whole log that is JSON, else null. */
export function jsonHash(log: Uint8Array): string | null {
  return OPENS.has(log[0] ?? 0) ? hash("sha256", log) : null;
}

/** Passes a log's inflated bytes on and hashes those of JSON: CloudTrail's digests name its files by what they inflate to. */
export function contentHash(chunks: AsyncIterable<Uint8Array>): HashedContent {
  const whole = createHash("sha256");
  let isJson: boolean | null = null;
  let ended = false;
  async function* pass(): AsyncGenerator<Uint8Array, void> {
    for await (const chunk of chunks) {
      isJson ??= chunk.length === 0 ? null : OPENS.has(chunk[0] ?? 0);
      if (isJson) whole.update(chunk);
      yield chunk;
    }
    ended = true;
  }
  return { chunks: pass(), sha256: () => (ended && isJson ? whole.digest("hex") : null) };
}
