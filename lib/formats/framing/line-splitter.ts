export interface LineSink {
  line(text: string): void;
  /** A line over the limit: its first characters; the rest was skipped. */
  overlong(start: string): void;
}

const KEPT_OF_OVERLONG = 4096;

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
