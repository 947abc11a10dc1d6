/** Takes the text of a file piece by piece and puts what it reads into a sink. It returns rejections, it never throws. */
export interface LogReader {
  push(text: string): void;
  /** The same for a piece of plain ASCII, for readers that need no text of it. Pieces of both kinds may take turns. */
  pushAscii?(bytes: Uint8Array): void;
  /** True where every line is a unit by itself, but blank ones and headers. */
  hasPlainLines?: boolean;
  finish(): void;
}
