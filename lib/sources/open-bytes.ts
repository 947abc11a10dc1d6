import { openPlace } from "@/lib/sources/open-place";

export interface OpenBytes {
  byteLength: number;
  slice(start: number, end?: number): Promise<ArrayBuffer>;
  /** Bytes asked for so far. */
  bytesRead(): number;
  close(): Promise<void>;
}

/** Opens a file or a stored object to be read at any place. Throws file system errors and StoreFault. */
export async function openBytes(path: string): Promise<OpenBytes> {
  const handle = await openPlace(path);
  const { size } = handle;
  let read = 0;
  return {
    byteLength: size,
    async slice(start, end = size) {
      const from = Math.min(Math.max(start, 0), size);
      const length = Math.max(0, Math.min(end, size) - from);
      const bytes = new Uint8Array(length);
      let filled = 0;
      while (filled < length) {
        const { bytesRead } = await handle.read(bytes, filled, length - filled, from + filled);
        if (bytesRead === 0) break;
        filled += bytesRead;
      }
      read += filled;
      return bytes.buffer.slice(0, filled);
    },
    bytesRead: () => read,
    close: () => handle.close(),
  };
}
