export interface CsvSink {
  /** One record: a line, or several where a quoted value holds line ends. */
  record(text: string): void;
  /** Lines after a quote that nothing closes: each stands for itself. */
  unclosed(text: string): void;
  /** A line over the limit: its first characters; the rest was skipped. */
  overlong(start: string): void;
}

const QUOTE = 34;
const LINE_FEED = 10;
const RETURN = 13;
const KEPT_OF_OVERLONG = 4096;

/**
 * Cuts text into the records of a CSV file (RFC 4180): a line end inside quotes does not end a record. It only cuts;
 * values are a parser's. Holds no more than `maxLength` characters, and a quote that is never closed costs no more
 * than that: the lines after it are given one by one. What comes out does not depend on how the text was cut.
 */
export class CsvCutter {
  readonly #sink: CsvSink;
  readonly #maxLength: number;
  readonly #delimiter: number;
  #state: "field" | "plain" | "quoted" | "quote" | "skip" = "field";
  #parts: string[] = [];
  #length = 0;

  constructor(sink: CsvSink, delimiter: string, maxLength: number) {
    this.#sink = sink;
    this.#delimiter = delimiter.charCodeAt(0);
    this.#maxLength = maxLength;
  }

  push(text: string): void {
    let rest = text;
    while (rest !== "") rest = this.#take(rest);
  }

  finish(): void {
    const text = this.#drop();
    if (text === "") return;
    if (this.#state === "quoted") this.#sink.unclosed(text.endsWith("\n") ? text.slice(0, -1) : text);
    else this.#sink.record(withoutReturn(text));
    this.#state = "field";
  }

  /** Takes one record's end, or all of a piece; gives back what is to be looked at next. */
  #take(text: string): string {
    if (this.#state === "skip") {
      const end = text.indexOf("\n");
      if (end >= 0) this.#state = "field";
      return end < 0 ? "" : text.slice(end + 1);
    }
    // Looked at in pieces no longer than what may be held, so that the limit is met at the same place however cut.
    const room = this.#maxLength + 1 - this.#length;
    const end = this.#scan(text, Math.min(text.length, room));
    if (end >= 0) {
      this.#parts.push(text.slice(0, end));
      this.#sink.record(withoutReturn(this.#drop()));
      this.#state = "field";
      return text.slice(end + 1);
    }
    const taken = Math.min(text.length, room);
    this.#parts.push(text.slice(0, taken));
    this.#length += taken;
    return this.#length > this.#maxLength ? this.#overflow() + text.slice(taken) : text.slice(taken);
  }

  /** Where the record ends that is under way, or -1. */
  #scan(text: string, end: number): number {
    let state = this.#state;
    for (let at = 0; at < end; at += 1) {
      if (state === "quoted") {
        const quote = text.indexOf('"', at);
        if (quote < 0 || quote >= end) break;
        at = quote;
        state = "quote";
        continue;
      }
      const code = text.charCodeAt(at);
      if (code === LINE_FEED) return at;
      if (code === this.#delimiter) state = "field";
      else if (code === QUOTE) state = state === "plain" ? "plain" : "quoted";
      else if (state === "field") state = "plain";
      // After a closing quote nothing but the value's end may stand: here the quote was no closing one.
      else if (state === "quote" && code !== RETURN) state = "quoted";
    }
    this.#state = state;
    return -1;
  }

  /** More is held than may be. What follows the last line end is given back, to be looked at as a new record. */
  #overflow(): string {
    const text = this.#drop();
    const end = text.lastIndexOf("\n");
    this.#state = "field";
    if (end >= 0) {
      this.#sink.unclosed(text.slice(0, end));
      return text.slice(end + 1);
    }
    this.#sink.overlong(text.slice(0, KEPT_OF_OVERLONG));
    this.#state = "skip";
    return "";
  }

  #drop(): string {
    const text = this.#parts.length === 1 ? (this.#parts[0] ?? "") : this.#parts.join("");
    this.#parts = [];
    this.#length = 0;
    return text;
  }
}

function withoutReturn(text: string): string {
  return text.endsWith("\r") ? text.slice(0, -1) : text;
}
