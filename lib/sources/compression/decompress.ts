import type { Codec } from "@/lib/sources/compression/codec";
import { gunzip } from "@/lib/sources/compression/gunzip";
import { unbzip2 } from "@/lib/sources/compression/unbzip2";
import { unzstd } from "@/lib/sources/compression/unzstd";

const BY_CODEC: Record<Codec, (blocks: AsyncIterable<Uint8Array>, size?: number) => AsyncGenerator<Uint8Array, void>> =
  {
    gzip: gunzip,
    zstd: unzstd,
    bzip2: unbzip2,
  };

/** What a compressed stream of so many bytes, where that is known, holds in chunks. Throws SourceDamage where it cannot be followed; errors of `blocks` pass. */
export function decompress(
  codec: Codec,
  blocks: AsyncIterable<Uint8Array>,
  size?: number,
): AsyncGenerator<Uint8Array, void> {
  return BY_CODEC[codec](blocks, size);
}
