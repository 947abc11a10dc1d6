export const NEWLINE = 10;
const [TAB, RETURN, SPACE] = [9, 13, 32];
export const [QUOTE, COMMA, COLON, BACKSLASH] = [34, 44, 58, 92];
export const [OPEN_ARRAY, CLOSE_ARRAY, OPEN_OBJECT, CLOSE_OBJECT] = [91, 93, 123, 125];

/** What a character means to the value under way. `before`: the value ended in front of it. */
export type Step = "on" | "ended" | "before" | "broken";

const DEEPEST = 256;
const WORD = 1;
const WORD_CHARACTERS = new Set([..."0123456789+-.eEtrufalsn"].map((character) => character.charCodeAt(0)));

export function isSpace(code: number): boolean {
  return code === SPACE || code === NEWLINE || code === RETURN || code === TAB;
}

/** Inside a text, the next character from `from` on that means something. */
function endOfPlain(text: string, from: number): number {
  let at = from;
  for (; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (code === QUOTE || code === BACKSLASH || code === NEWLINE) break;
  }
  return at;
}

/**
 * Follows one JSON value to its end and tells early when it cannot be one: text over the end of a line, brackets that
 * do not match, an object where a name should stand, letters outside a text. So a lost quote or bracket costs one
 * record and not the rest of the file. It does not replace JSON.parse, which judges what it has let pass.
 */
export class ValueScanner {
  #open: number[] = [];
  #inString = false;
  #escaped = false;
  /** The last character that was no white space; a word or number counts as one. 0 before the first. */
  #last = 0;
  /** Why the value is broken. */
  reason = "";
  /** What the last character that was looked at came to. */
  stopped: Step = "on";

  begin(): void {
    this.#open = [];
    this.#inString = false;
    this.#escaped = false;
    this.#last = 0;
  }

  /** Steps from `from` on to the first character that is no mere part of the value, and gives its place; its step is `stopped`. */
  run(text: string, from: number): number {
    for (let at = from; at < text.length; at += 1) {
      if (this.#inString && !this.#escaped) at = endOfPlain(text, at);
      if (at >= text.length) break;
      this.stopped = this.step(text.charCodeAt(at));
      if (this.stopped !== "on") return at;
    }
    return text.length;
  }

  step(code: number): Step {
    if (this.#inString) return this.#stepString(code);
    if (this.#open.length === 0 && this.#last === WORD && !WORD_CHARACTERS.has(code)) return "before";
    if (isSpace(code)) return "on";
    const fits = this.#fits(code);
    if (!fits) return this.#broken("not JSON");
    switch (code) {
      case QUOTE:
        this.#inString = true;
        return "on";
      case OPEN_ARRAY:
      case OPEN_OBJECT:
        if (this.#open.length >= DEEPEST) return this.#broken(`brackets more than ${DEEPEST} deep`);
        this.#open.push(code);
        break;
      case CLOSE_ARRAY:
      case CLOSE_OBJECT:
        this.#open.pop();
        break;
      case COMMA:
      case COLON:
        break;
      default:
        this.#last = WORD;
        return "on";
    }
    this.#last = code;
    return this.#open.length === 0 ? "ended" : "on";
  }

  #stepString(code: number): Step {
    if (code === NEWLINE) return this.#broken("a text that runs over the end of its line");
    if (this.#escaped) this.#escaped = false;
    else if (code === BACKSLASH) this.#escaped = true;
    else if (code === QUOTE) {
      this.#inString = false;
      this.#last = QUOTE;
      if (this.#open.length === 0) return "ended";
    }
    return "on";
  }

  /** Whether a character may stand where it does, as far as brackets and neighbours tell. */
  #fits(code: number): boolean {
    const inside = this.#open[this.#open.length - 1];
    const last = this.#last;
    const afterValue = last === QUOTE || last === WORD || last === CLOSE_ARRAY || last === CLOSE_OBJECT;
    switch (code) {
      case QUOTE:
        return !afterValue;
      case OPEN_ARRAY:
      case OPEN_OBJECT:
        return last === 0 || last === COLON || (inside === OPEN_ARRAY && !afterValue);
      case CLOSE_ARRAY:
        return inside === OPEN_ARRAY;
      case CLOSE_OBJECT:
        return inside === OPEN_OBJECT;
      case COLON:
        return inside === OPEN_OBJECT && last === QUOTE;
      case COMMA:
        return inside !== undefined && afterValue;
      default:
        return WORD_CHARACTERS.has(code) && (last === WORD || !afterValue);
    }
  }

  #broken(reason: string): Step {
    this.reason = reason;
    return "broken";
  }
}
