export type Codec = "gzip" | "zstd" | "bzip2";

/** So many bytes tell a codec. */
export const CODEC_BYTES = 10;

const BZIP2_FIRST = new Set(["314159265359", "177245385090"]);

/**
 * How a file is compressed, by its first bytes; null when it is not. gzip: RFC 1952; zstd: RFC 8878, skippable frames too;
 * bzip2: a block or, in an empty file, the end follows the level.
 */
export function codecOf(head: Uint8Array): Codec | null {
  const bytes = Buffer.from(head.buffer, head.byteOffset, head.byteLength);
  if (bytes.length >= 3 && bytes[0] === 0x1f && bytes[1] === 0x8b && bytes[2] === 8) return "gzip";
  if (bytes.length >= 4) {
    const magic = bytes.readUInt32LE(0);
    if (magic === 0xfd2fb528 || (magic & 0xfffffff0) >>> 0 === 0x184d2a50) return "zstd";
  }
  return /^BZh[1-9]$/.test(bytes.toString("latin1", 0, 4)) && BZIP2_FIRST.has(bytes.toString("hex", 4, 10))
    ? "bzip2"
    : null;
}
