export interface LineSink {
  line(text: string): void;
  /** A line over the limit: its first characters; the rest was skipped. */
  overlong(start: string): void;
  /**
   * Whole lines of plain ASCII, from `from` up to `end`, which stands behind a line end. For each line that it does not
   * read itself, of any length, it calls `line` in order.
   */
  ascii?(bytes: Uint8Array, from: number, end: number, line: (from: number, end: number) => void): void;
}

const KEPT_OF_OVERLONG = 4096;
const LINE_FEED = 10;

/**
 * Cuts text into lines at LF, with a CR before it dropped. A last line without LF counts; nothing after the last LF
 * is no line. Lines longer than `maxLength` characters are told, not kept.
 */
export class LineSplitter {
  readonly #sink: LineSink;
  readonly #maxLength: number;
  /** Pieces of the line under way; joined once, so many tiny chunks cost no more than one large. */
  #parts: string[] = [];
  #length = 0;

  constructor(sink: LineSink, maxLength: number) {
    this.#sink = sink;
    this.#maxLength = maxLength;
  }

  push(text: string): void {
    let from = 0;
    for (;;) {
      const end = text.indexOf("\n", from);
      if (end < 0) break;
      if (this.#length === 0) this.#emit(text, from, end);
      else {
        this.#keep(text.slice(from, end));
        this.#flush();
      }
      from = end + 1;
    }
    if (from < text.length) this.#keep(from === 0 ? text : text.slice(from));
  }

  /** The same as `push` of a text of these bytes, which are plain ASCII. */
  pushAscii(bytes: Uint8Array): void {
    if (!this.#sink.ascii) {
      this.push(latin1(bytes, 0, bytes.length));
      return;
    }
    const first = this.#length === 0 ? -1 : bytes.indexOf(LINE_FEED);
    const last = bytes.lastIndexOf(LINE_FEED);
    if (last < 0) {
      this.#keep(latin1(bytes, 0, bytes.length));
      return;
    }
    if (first >= 0) {
      this.#keep(latin1(bytes, 0, first));
      this.#flush();
    }
    this.#sink.ascii(bytes, first + 1, last + 1, (from, end) => {
      const text = latin1(bytes, from, end);
      this.#emit(text, 0, text.length);
    });
    if (last + 1 < bytes.length) this.#keep(latin1(bytes, last + 1, bytes.length));
  }

  finish(): void {
    if (this.#length > 0) this.#flush();
  }

  #keep(part: string): void {
    // Past the limit only the length matters; what is kept is cut so that memory stays bounded.
    if (this.#length <= this.#maxLength) this.#parts.push(part);
    this.#length += part.length;
  }

  #flush(): void {
    const text = this.#parts.join("");
    const length = this.#length;
    this.#parts = [];
    this.#length = 0;
    if (length > this.#maxLength + 1) this.#tooLong(text);
    else this.#emit(text, 0, text.length);
  }

  #emit(text: string, from: number, end: number): void {
    const stop = end > from && text.charCodeAt(end - 1) === 13 ? end - 1 : end;
    if (stop - from > this.#maxLength) this.#tooLong(text.slice(from, from + KEPT_OF_OVERLONG));
    else this.#sink.line(from === 0 && stop === text.length ? text : text.slice(from, stop));
  }

  #tooLong(text: string): void {
    this.#sink.overlong(text.slice(0, KEPT_OF_OVERLONG));
  }
}

function latin1(bytes: Uint8Array, from: number, end: number): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset + from, end - from).toString("latin1");
}
