/** A file or an object that is open for reading at any place. */
export interface OpenPlace {
  /** Bytes when it was opened. */
  size: number;
  /** Fills `buffer` from `offset` with up to `length` bytes from `position` on, as a file handle does; 0 at the end. */
  read<Bytes extends Uint8Array>(
    buffer: Bytes,
    offset: number,
    length: number,
    position: number,
  ): Promise<{ bytesRead: number; buffer: Bytes }>;
  close(): Promise<void>;
}
