/** The bytes of a file at any place. */
export interface RandomBytes {
  byteLength: number;
  /** From `start` up to `end`, or to the end of the file; what lies outside the file is not there. */
  slice(start: number, end?: number): Promise<ArrayBuffer>;
}
