/** Whether a word may count where it stands: by the character before it and what follows it, "" at an end of the text. */
export type Bound = (before: string, after: string) => boolean;

interface Node<Value> {
  next: Map<number, Node<Value>>;
  /** Of the word that ends here. */
  end: { value: Value; bound: Bound } | null;
}

/**
 * Finds many words in texts at once, in either case (a trie after Fredkin 1960, walked from each place): the time goes with the
 * length of the text and of what begins like a word, not with how many words there are.
 */
export class WordTrie<Value> {
  readonly #root: Node<Value> = { next: new Map(), end: null };

  /** A word that is there already, in either case, gets the later value. */
  add(word: string, value: Value, bound: Bound = () => true): void {
    let node = this.#root;
    const folded = fold(word);
    for (let at = 0; at < folded.length; at++) {
      const unit = folded.charCodeAt(at);
      let next = node.next.get(unit);
      if (!next) {
        next = { next: new Map(), end: null };
        node.next.set(unit, next);
      }
      node = next;
    }
    if (node !== this.#root) node.end = { value, bound };
  }

  /** The text with each word replaced by its value: from the left, the longest that counts where it stands. */
  replace(this: WordTrie<string>, text: string): string {
    const folded = fold(text);
    let done = "";
    let from = 0;
    for (let at = 0; at < text.length; ) {
      const found = this.#longest(text, folded, at);
      if (found === null) {
        at++;
        continue;
      }
      done += text.slice(from, at) + found.value;
      at = found.end;
      from = at;
    }
    return from === 0 ? text : done + text.slice(from);
  }

  /** Values of all words that a text holds, wherever and within whatever they stand. */
  valuesIn(text: string): Value[] {
    const folded = fold(text);
    const values: Value[] = [];
    for (let at = 0; at < folded.length; at++) {
      for (const { value } of this.#walk(folded, at)) values.push(value);
    }
    return values;
  }

  #longest(text: string, folded: string, at: number): { value: Value; end: number } | null {
    let longest: { value: Value; end: number } | null = null;
    for (const { value, bound, end } of this.#walk(folded, at)) {
      if (bound(characterBefore(text, at), text.slice(end, end + LOOK_AHEAD))) longest = { value, end };
    }
    return longest;
  }

  *#walk(folded: string, at: number): Generator<{ value: Value; bound: Bound; end: number }> {
    let node = this.#root.next.get(folded.charCodeAt(at));
    for (let end = at + 1; node !== undefined; end++) {
      if (node.end !== null) yield { ...node.end, end };
      node = end < folded.length ? node.next.get(folded.charCodeAt(end)) : undefined;
    }
  }
}

/** Of what follows a word, so many units are shown. */
const LOOK_AHEAD = 4;

const ASCII = /^[\0-\x7f]*$/;

/** In one case, each character as long as it was: one that would grow by it is left as it is. */
function fold(text: string): string {
  if (ASCII.test(text)) return text.toLowerCase();
  return Array.from(text, (character) => {
    const folded = character.toUpperCase().toLowerCase();
    return folded.length === character.length ? folded : character;
  }).join("");
}

function characterBefore(text: string, at: number): string {
  if (at === 0) return "";
  const isPair = at > 1 && /[\uDC00-\uDFFF]/.test(text[at - 1] ?? "") && /[\uD800-\uDBFF]/.test(text[at - 2] ?? "");
  return text.slice(at - (isPair ? 2 : 1), at);
}
