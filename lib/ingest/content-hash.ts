import { createHash } from "node:crypto";

export interface HashedContent {
  chunks: AsyncGenerator<Uint8Array, void>;
  /** SHA-256 (hex) of all chunks once they are read; null where the content is no JSON, whose hash nothing names. */
  sha256(): string | null;
}

const OPENS = new Set([0x7b, 0x5b]);

/** Passes a log's inflated bytes on and hashes those of JSON: CloudTrail's digests name its files by what they inflate to. */
export function contentHash(chunks: AsyncIterable<Uint8Array>): HashedContent {
  const hash = createHash("sha256");
  let isJson: boolean | null = null;
  let ended = false;
  async function* pass(): AsyncGenerator<Uint8Array, void> {
    for await (const chunk of chunks) {
      isJson ??= chunk.length === 0 ? null : OPENS.has(chunk[0] ?? 0);
      if (isJson) hash.update(chunk);
      yield chunk;
    }
    ended = true;
  }
  return { chunks: pass(), sha256: () => (ended && isJson ? hash.digest("hex") : null) };
}
