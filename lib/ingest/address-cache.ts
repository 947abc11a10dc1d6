import { canonicalAddress } from "@/lib/core/address";

export interface KnownAddress {
  text: string;
  /** Some 32 bits of the text, to tell records apart quickly. */
  hash: number;
}

const LIMIT = 200_000;

/** Canonical forms of the addresses of a log, which repeat: checked once, then remembered. Bounded. */
export class AddressCache {
  readonly #known = new Map<string, KnownAddress | null>();

  /** Null when the text is no address. */
  get(text: string): KnownAddress | null {
    const known = this.#known.get(text);
    if (known !== undefined) return known;
    if (this.#known.size >= LIMIT) this.#known.clear();
    const canonical = canonicalAddress(text);
    const address = canonical === null ? null : { text: canonical, hash: hashText(canonical) };
    this.#known.set(text, address);
    return address;
  }
}

/** FNV-1a (http://www.isthe.com/chongo/tech/comp/fnv/) over the text's code units. */
function hashText(text: string): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
  return hash;
}
