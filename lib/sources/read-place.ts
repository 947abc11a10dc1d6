import { openPlace } from "@/lib/sources/open-place";

const BLOCK_BYTES = 1 << 20;

/** All bytes of a file or a stored object, in order. Throws what openPlace does. */
export async function* readPlace(place: string): AsyncGenerator<Uint8Array, void> {
  const source = await openPlace(place);
  try {
    for (let position = 0; ; ) {
      const block = Buffer.allocUnsafeSlow(BLOCK_BYTES);
      const { bytesRead } = await source.read(block, 0, block.length, position);
      if (bytesRead === 0) return;
      position += bytesRead;
      yield block.subarray(0, bytesRead);
    }
  } finally {
    await source.close();
  }
}
