/** What a file of JSON falls apart into. */
export interface JsonSink {
  /** The text of one value: an object at top level, or an element of the array that is taken apart. */
  value(text: string): void;
  /** What could not be cut into a value: why, and its first characters. */
  broken(reason: string, start: string): void;
}

export const LARGEST_VALUE = 16 * 1024 * 1024;
const KEPT_OF_BROKEN = 4096;

const [TAB, NEWLINE, RETURN, SPACE] = [9, 10, 13, 32];
const [QUOTE, COMMA, COLON, BACKSLASH] = [34, 44, 58, 92];
const [OPEN_ARRAY, CLOSE_ARRAY, OPEN_OBJECT, CLOSE_OBJECT] = [91, 93, 123, 125];

function isSpace(code: number): boolean {
  return code === SPACE || code === NEWLINE || code === RETURN || code === TAB;
}

function endsWord(code: number): boolean {
  return code === COMMA || code === CLOSE_ARRAY || code === CLOSE_OBJECT || isSpace(code);
}

/**
 * Cuts a stream of JSON into the values that are records, by depth of brackets: concatenated objects, an array of
 * them, or the array under one key of an outer object (`{"Records":[…]}`), whatever stands before and after it. Holds no
 * more than one value; what comes out does not depend on how the text was cut.
 */
export class JsonCutter {
  readonly #sink: JsonSink;
  readonly #wrapper: string | null;
  #where: "root" | "shell" | "array" | "value" | "skip-line" = "root";
  /** Where a value ends up: the array it stands in, or the root. */
  #inside: ("root" | "shell" | "array")[] = [];
  #depth = 0;
  #inString = false;
  #escaped = false;
  #parts: string[] = [];
  #length = 0;
  // Of the outer object: its members' names, and whether the array was found.
  #key = "";
  #readingKey = false;
  #afterColon = false;
  #found = false;

  constructor(sink: JsonSink, wrapper: string | null) {
    this.#sink = sink;
    this.#wrapper = wrapper;
  }

  push(text: string): void {
    let from = 0;
    for (let at = 0; at < text.length; at += 1) {
      const code = text.charCodeAt(at);
      if (this.#where === "value") {
        if (this.#depth === 0 && !this.#inString && endsWord(code)) {
          // What ends a bare word is not part of it: it is looked at again.
          this.#keep(text.slice(from, at));
          this.#endValue();
          from = at;
          at -= 1;
        } else if (this.#stepValue(code)) {
          this.#keep(text.slice(from, at + 1));
          this.#endValue();
          from = at + 1;
        } else if (this.#isCutLine(code)) {
          this.#keep(text.slice(from, at));
          this.#giveUp("a line that breaks off in the middle of a text");
          from = at + 1;
        }
      } else if (this.#where === "shell") {
        from = this.#stepShell(text, code, from, at);
      } else {
        from = this.#stepBetween(text, code, from, at);
      }
    }
    if (this.#where === "value" || this.#where === "shell" || this.#where === "skip-line") this.#keep(text.slice(from));
  }

  finish(): void {
    if (this.#where === "skip-line") this.#giveUp("not JSON");
    else if (this.#where === "value" || (this.#where === "shell" && !this.#found)) {
      this.#giveUp("the file ends in the middle of a value");
    } else if (this.#where === "shell" || this.#inside.includes("shell") || this.#where === "array") {
      this.#sink.broken("the file ends before its last bracket is closed", "");
    }
    this.#where = "root";
  }

  /** Between values: at the root or inside the array. */
  #stepBetween(text: string, code: number, from: number, at: number): number {
    if (this.#where === "skip-line") {
      if (code !== NEWLINE) return from;
      this.#keep(text.slice(from, at));
      this.#giveUp("not JSON");
      return at + 1;
    }
    if (isSpace(code) || code === COMMA) return at + 1;
    if (this.#where === "array" && code === CLOSE_ARRAY) {
      this.#where = this.#inside.pop() ?? "root";
      this.#depth = this.#where === "shell" ? 1 : 0;
      return at + 1;
    }
    if (code === OPEN_OBJECT && this.#where === "root" && this.#wrapper !== null) {
      this.#where = "shell";
      this.#depth = 1;
      this.#found = false;
      this.#afterColon = false;
      return at;
    }
    if (code === OPEN_ARRAY && this.#where === "root") {
      this.#inside.push("root");
      this.#where = "array";
      return at + 1;
    }
    if (code === OPEN_OBJECT || code === OPEN_ARRAY) {
      this.#inside.push(this.#where === "array" ? "array" : "root");
      this.#where = "value";
      this.#depth = 1;
      return at;
    }
    if (this.#where === "root") {
      this.#where = "skip-line";
      return at;
    }
    // A number, a text or a word where an object should stand: read to its end as a value.
    this.#inside.push("array");
    this.#where = "value";
    this.#depth = 0;
    this.#inString = code === QUOTE;
    return at;
  }

  /** One character of a value; true when it ends with it. */
  #stepValue(code: number): boolean {
    if (this.#inString) {
      if (this.#escaped) this.#escaped = false;
      else if (code === BACKSLASH) this.#escaped = true;
      else if (code === QUOTE || code === NEWLINE) this.#inString = code === NEWLINE && this.#inside.at(-1) === "root";
      return this.#depth === 0 && !this.#inString;
    }
    if (code === QUOTE) this.#inString = true;
    else if (code === OPEN_OBJECT || code === OPEN_ARRAY) this.#depth += 1;
    else if (code === CLOSE_OBJECT || code === CLOSE_ARRAY) {
      this.#depth -= 1;
      return this.#depth === 0;
    }
    return false;
  }

  /** JSON lines: a text never runs over the end of a line, so the next line begins anew. */
  #isCutLine(code: number): boolean {
    return code === NEWLINE && this.#inString && this.#inside.at(-1) === "root";
  }

  #stepShell(text: string, code: number, from: number, at: number): number {
    if (this.#inString) {
      if (this.#escaped) this.#escaped = false;
      else if (code === BACKSLASH) this.#escaped = true;
      else if (code === QUOTE) this.#inString = false;
      else if (this.#readingKey) this.#key += text[at];
      return from;
    }
    if (code === QUOTE) {
      this.#inString = true;
      this.#readingKey = this.#depth === 1 && !this.#afterColon;
      if (this.#readingKey) this.#key = "";
    } else if (this.#depth === 1 && code === COLON) this.#afterColon = true;
    else if (this.#depth === 1 && code === COMMA) this.#afterColon = false;
    else if (code === OPEN_ARRAY && this.#depth === 1 && this.#afterColon && this.#key === this.#wrapper) {
      this.#found = true;
      this.#forget();
      this.#inside.push("shell");
      this.#where = "array";
      return at + 1;
    } else if (code === OPEN_OBJECT || code === OPEN_ARRAY) this.#depth += 1;
    else if (code === CLOSE_OBJECT || code === CLOSE_ARRAY) {
      this.#depth -= 1;
      if (this.#depth > 0) return from;
      this.#keep(text.slice(from, at + 1));
      if (this.#found) this.#forget();
      else this.#emit();
      this.#where = "root";
      return at + 1;
    }
    return from;
  }

  #endValue(): void {
    this.#emit();
    this.#where = this.#inside.pop() ?? "root";
    this.#inString = false;
    this.#depth = this.#where === "shell" ? 1 : 0;
  }

  #emit(): void {
    const text = this.#parts.join("");
    const length = this.#length;
    this.#forget();
    if (length > LARGEST_VALUE) this.#sink.broken("larger than 16 MiB", text.slice(0, KEPT_OF_BROKEN));
    else this.#sink.value(text);
  }

  #giveUp(reason: string): void {
    const text = this.#parts.join("");
    const large = this.#length > LARGEST_VALUE;
    this.#forget();
    this.#where = "root";
    this.#inside = [];
    this.#inString = false;
    this.#escaped = false;
    this.#depth = 0;
    this.#sink.broken(large ? "larger than 16 MiB" : reason, text.slice(0, KEPT_OF_BROKEN));
  }

  #keep(part: string): void {
    if (part === "") return;
    // The outer object is kept only until its array is found.
    if (this.#where === "shell" && this.#found) return;
    if (this.#length <= LARGEST_VALUE) this.#parts.push(part);
    this.#length += part.length;
  }

  #forget(): void {
    this.#parts = [];
    this.#length = 0;
  }
}
