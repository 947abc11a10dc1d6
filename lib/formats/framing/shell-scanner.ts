import {
  BACKSLASH,
  CLOSE_ARRAY,
  CLOSE_OBJECT,
  COLON,
  COMMA,
  NEWLINE,
  OPEN_ARRAY,
  OPEN_OBJECT,
  QUOTE,
} from "@/lib/formats/framing/value-scanner";

const LONGEST_NAME = 256;

/** Follows an outer object (`{"Records":[…]}`) up to the array under one name, and from its end to the object's. */
export class ShellScanner {
  readonly #name: string;
  #depth = 0;
  #inString = false;
  #escaped = false;
  #read = "";
  #readingName = false;
  #afterColon = false;
  /** True once the array was met in the object under way. */
  found = false;

  constructor(name: string) {
    this.#name = name;
  }

  /** Stands after the object's opening bracket. */
  begin(): void {
    this.#depth = 1;
    this.#inString = false;
    this.#escaped = false;
    this.#afterColon = false;
    this.found = false;
  }

  step(code: number): "on" | "array" | "ended" | "broken" {
    if (this.#inString) return this.#stepString(code);
    switch (code) {
      case QUOTE:
        this.#inString = true;
        this.#readingName = this.#depth === 1 && !this.#afterColon;
        if (this.#readingName) this.#read = "";
        break;
      case COLON:
        if (this.#depth === 1) this.#afterColon = true;
        break;
      case COMMA:
        if (this.#depth === 1) this.#afterColon = false;
        break;
      case OPEN_ARRAY:
      case OPEN_OBJECT:
        if (code === OPEN_ARRAY && this.#depth === 1 && this.#afterColon && this.#read === this.#name) {
          this.found = true;
          return "array";
        }
        this.#depth += 1;
        break;
      case CLOSE_ARRAY:
      case CLOSE_OBJECT:
        this.#depth -= 1;
        if (this.#depth === 0) return "ended";
    }
    return "on";
  }

  #stepString(code: number): "on" | "broken" {
    if (code === NEWLINE) return "broken";
    if (this.#escaped) this.#escaped = false;
    else if (code === BACKSLASH) this.#escaped = true;
    else if (code === QUOTE) this.#inString = false;
    else if (this.#readingName && this.#read.length < LONGEST_NAME) this.#read += String.fromCharCode(code);
    return "on";
  }
}
