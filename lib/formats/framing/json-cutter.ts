import { ShellScanner } from "@/lib/formats/framing/shell-scanner";
import {
  CLOSE_ARRAY,
  CLOSE_OBJECT,
  COLON,
  COMMA,
  isSpace,
  NEWLINE,
  OPEN_ARRAY,
  OPEN_OBJECT,
  ValueScanner,
} from "@/lib/formats/framing/value-scanner";

/** What a file of JSON falls apart into. */
export interface JsonSink {
  /** The text of one value: an object at top level, or an element of the array that is taken apart. */
  value(text: string): void;
  /** What could not be cut into a value: why, and its first characters. */
  broken(reason: string, start: string): void;
}

export const LARGEST_VALUE = 16 * 1024 * 1024;
const KEPT_OF_BROKEN = 4096;
const LONGEST_PROBE = 256;
const MOST_FIRST_NAMES = 16;
const FIRST_NAME = /^\{\s*"([^"\\]{1,100})"/;
/** With what a probe, a record's possible beginning, may go on; the whole one has the name of its first member. */
const BEGINNING = /\{\s*(?:"[^"\\]*)?$/;

/**
 * Cuts a stream of JSON into the values that are records: concatenated objects, an array of them, or the array under
 * one key of an outer object (`{"Records":[…]}`), whatever stands before and after it. Holds no more than one value;
 * what comes out does not depend on how the text was cut.
 *
 * After something broken it goes on with the next line, or inside an array with the next object whose first member
 * is named like another record's (`firstNames` are names known beforehand).
 */
export class JsonCutter {
  readonly #sink: JsonSink;
  readonly #shell: ShellScanner | null;
  readonly #firstNames: Set<string>;
  readonly #scanner = new ValueScanner();
  #where: "root" | "shell" | "array" | "value" | "lost" | "skip-line" = "root";
  #inArray = false;
  #inShell = false;
  /** Inside the array: a value ended, and a comma or the array's end must follow. */
  #afterValue = false;
  #parts: string[] = [];
  #length = 0;
  #reason = "";
  #probe = "";
  #lineStart = true;

  constructor(sink: JsonSink, wrapper: string | null, firstNames: readonly string[] = []) {
    this.#sink = sink;
    this.#shell = wrapper === null ? null : new ShellScanner(wrapper);
    this.#firstNames = new Set(firstNames);
  }

  push(text: string): void {
    let from = 0;
    let at = 0;
    while (at < text.length) {
      if (this.#where === "value") {
        const begun = at;
        at = this.#scanner.run(text, begun);
        if (at > begun) this.#lineStart = text.charCodeAt(at - 1) === NEWLINE;
        if (at >= text.length) break;
      }
      const code = text.charCodeAt(at);
      let again = false;
      switch (this.#where) {
        case "value": {
          const step = this.#scanner.stopped;
          again = step === "before" || (step === "broken" && (this.#inArray || this.#beginsAnew(code)));
          const end = step === "ended" ? at + 1 : at;
          this.#keep(text.slice(from, end));
          from = end;
          if (step === "broken") this.#break(this.#scanner.reason, code);
          else this.#emit();
          if (step === "broken" && code === NEWLINE && !this.#inArray) from = at + 1;
          break;
        }
        case "shell":
          if (this.#shell) from = this.#stepShell(this.#shell, text, code, from, at);
          break;
        case "lost":
          if (this.#isNextRecord(text.charAt(at))) {
            this.#keep(text.slice(from, at + 1));
            this.#resume();
            from = at + 1;
          }
          break;
        case "skip-line":
          if (code !== NEWLINE) break;
          this.#keep(text.slice(from, at));
          this.#giveUp();
          from = at + 1;
          break;
        default:
          from = this.#stepBetween(code, at);
      }
      this.#lineStart = code === NEWLINE;
      if (!again) at += 1;
    }
    if (this.#where !== "root" && this.#where !== "array") this.#keep(text.slice(from));
  }

  finish(): void {
    if (this.#where === "skip-line" || this.#where === "lost") this.#giveUp();
    else if (this.#where === "value" || (this.#where === "shell" && !this.#shell?.found)) {
      this.#reason = "the file ends in the middle of a value";
      this.#giveUp();
    } else if (this.#where !== "root") {
      this.#sink.broken("the file ends before its last bracket is closed", "");
    }
    this.#where = "root";
  }

  /** Between values, at the root or inside the array: where what is not yet kept begins. */
  #stepBetween(code: number, at: number): number {
    if (isSpace(code)) return at + 1;
    if (code === COMMA) {
      this.#afterValue = false;
      return at + 1;
    }
    if (!this.#inArray) this.#stepRoot(code);
    else if (code === CLOSE_ARRAY) this.#leaveArray();
    else if (this.#afterValue || code === CLOSE_OBJECT || code === COLON) this.#lose("not JSON");
    else this.#beginValue(code);
    return this.#where === "array" || this.#where === "root" ? at + 1 : at;
  }

  #stepRoot(code: number): void {
    if (code === OPEN_OBJECT && this.#shell !== null) {
      this.#where = "shell";
      this.#shell.begin();
    } else if (code === OPEN_ARRAY) this.#enterArray(false);
    else if (code === OPEN_OBJECT) this.#beginValue(code);
    else {
      this.#reason = "not JSON";
      this.#where = "skip-line";
    }
  }

  #enterArray(inShell: boolean): void {
    this.#where = "array";
    this.#inArray = true;
    this.#inShell = inShell;
    this.#afterValue = false;
  }

  #leaveArray(): void {
    this.#inArray = false;
    this.#where = this.#inShell ? "shell" : "root";
    this.#inShell = false;
  }

  #beginValue(code: number): void {
    this.#where = "value";
    this.#scanner.begin();
    const step = this.#scanner.step(code);
    if (step === "broken") this.#break(this.#scanner.reason, code);
  }

  /** At the root, an object at the start of a line where none may stand is the next record. */
  #beginsAnew(code: number): boolean {
    return !this.#inArray && this.#lineStart && code === OPEN_OBJECT;
  }

  #break(reason: string, code: number): void {
    this.#reason = reason;
    if (this.#inArray) this.#lose(reason);
    else if (code === NEWLINE || this.#beginsAnew(code)) this.#giveUp();
    else this.#where = "skip-line";
  }

  /** A break shows late, often in the next record: its beginning may be among what was taken for the broken one. */
  #lose(reason: string): void {
    this.#reason = reason;
    this.#where = "lost";
    const text = this.#parts.join("");
    this.#parts = [text];
    const begins = this.#lastBeginning(text);
    this.#probe = begins < 0 ? (BEGINNING.exec(text.slice(-LONGEST_PROBE))?.[0] ?? "") : text.slice(begins);
    if (begins >= 0) this.#resume();
  }

  /** Where, after its own beginning, a text holds the last beginning of a record; -1 when it holds none. */
  #lastBeginning(text: string): number {
    let last = -1;
    for (const name of this.#firstNames) {
      const quoted = text.lastIndexOf(`"${name}"`);
      const before = text.slice(Math.max(0, quoted - LONGEST_PROBE), Math.max(0, quoted));
      const brace = quoted < 0 ? -1 : quoted - (before.length - before.trimEnd().length) - 1;
      if (brace > last && brace > 0 && text[brace] === "{") last = brace;
    }
    return last;
  }

  /** Looks for the beginning of another record inside the array. */
  #isNextRecord(character: string): boolean {
    const probe = character === "{" && !this.#probe.includes('"') ? "{" : this.#probe + character;
    const name = FIRST_NAME.exec(probe)?.[1];
    if (name !== undefined && this.#firstNames.has(name)) {
      this.#probe = probe;
      return true;
    }
    this.#probe = probe.length <= LONGEST_PROBE && BEGINNING.test(probe) ? probe : character === "{" ? "{" : "";
    return false;
  }

  /** Goes on with the record whose beginning was found. */
  #resume(): void {
    const probe = this.#probe;
    this.#giveUp(probe.length);
    this.#beginValue(OPEN_OBJECT);
    for (let at = 1; at < probe.length; at += 1) {
      if (this.#scanner.step(probe.charCodeAt(at)) === "on") continue;
      // It ends or breaks again where the first one broke: not looked into any further.
      this.#where = "lost";
      break;
    }
    this.#keep(probe);
    this.#probe = "";
  }

  #stepShell(shell: ShellScanner, text: string, code: number, from: number, at: number): number {
    const step = shell.step(code);
    if (step === "on") return from;
    if (step === "array") {
      this.#forget();
      this.#enterArray(true);
    } else if (step === "broken") {
      this.#keep(text.slice(from, at));
      this.#reason = "a text that runs over the end of its line";
      this.#giveUp();
    } else {
      this.#keep(text.slice(from, at + 1));
      if (shell.found) this.#forget();
      else this.#emit();
      this.#where = "root";
    }
    return at + 1;
  }

  #emit(): void {
    const text = this.#parts.join("");
    const large = this.#length > LARGEST_VALUE;
    this.#forget();
    this.#where = this.#inArray ? "array" : "root";
    this.#afterValue = this.#inArray;
    if (large) {
      this.#sink.broken("larger than 16 MiB", text.slice(0, KEPT_OF_BROKEN));
      return;
    }
    const name = this.#inArray && this.#firstNames.size < MOST_FIRST_NAMES ? FIRST_NAME.exec(text)?.[1] : undefined;
    if (name !== undefined) this.#firstNames.add(name);
    this.#sink.value(text);
  }

  /** Tells what is broken, all but the end that is no part of it, and stands where the next record may begin. */
  #giveUp(notOfIt = 0): void {
    const end = Math.min(this.#length - notOfIt, KEPT_OF_BROKEN);
    const start = this.#parts.join("").slice(0, end);
    const large = this.#where !== "lost" && this.#length > LARGEST_VALUE;
    this.#forget();
    this.#where = this.#inArray ? "array" : "root";
    this.#afterValue = false;
    this.#sink.broken(large ? "larger than 16 MiB" : this.#reason, start);
  }

  #keep(part: string): void {
    // The outer object is kept only until its array is found, and of what is broken only its start.
    if (part === "" || (this.#where === "shell" && this.#shell?.found)) return;
    const most = this.#where === "lost" ? KEPT_OF_BROKEN : LARGEST_VALUE;
    if (this.#length <= most) this.#parts.push(part);
    this.#length += part.length;
  }

  #forget(): void {
    this.#parts = [];
    this.#length = 0;
  }
}
