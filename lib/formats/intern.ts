/** Below this length V8 copies a slice; from it on, a slice keeps the text it was cut from alive. */
const COPIED_BELOW = 13;

/** Copies a text, so that keeping it does not keep the whole chunk of the file it was cut from. */
export function detach(text: string): string {
  if (text.length < COPIED_BELOW) return text;
  // Two short copies joined: much faster than going through bytes.
  if (text.length < 2 * COPIED_BELOW - 1) return text.slice(0, COPIED_BELOW - 1) + text.slice(COPIED_BELOW - 1);
  return Buffer.from(text, "utf8").toString("utf8");
}

/** One text for some texts, another for any others: each stands behind its length. */
export function joinedKey(texts: readonly (string | null)[]): string {
  let key = "";
  for (const text of texts) key += text === null ? "-" : `${text.length}:${text}`;
  return key;
}

/**
 * Gives equal values one object, so that those who store them can tell them by identity. When `limit` values are
 * held it starts anew: memory stays bounded, and equal values are then one object only between two clearings.
 */
export class Interner<T> {
  readonly #values = new Map<string, T>();
  readonly #limit: number;

  constructor(limit = 65_536) {
    this.#limit = limit;
  }

  get(key: string, make: () => T): T {
    const known = this.#values.get(key);
    if (known !== undefined) return known;
    const made = make();
    if (this.#values.size >= this.#limit) this.#values.clear();
    this.#values.set(detach(key), made);
    return made;
  }
}
