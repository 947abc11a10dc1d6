import ipaddr from "ipaddr.js";
import { canonicalAddress } from "@/lib/core/address";

export interface KnownAddress {
  text: string;
  /** Its 32 bits; for IPv6 some 32 bits of the text, to tell records apart quickly. */
  ipv4: number;
  /** Its 16 bytes; null for IPv4. */
  ipv6: Uint8Array | null;
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
    const address = canonical === null ? null : knownAddress(canonical);
    this.#known.set(text, address);
    return address;
  }
}

function knownAddress(canonical: string): KnownAddress {
  if (!canonical.includes(":")) return { text: canonical, ipv4: ipv4Number(canonical), ipv6: null };
  const bytes = ipaddr.parse(canonical).toByteArray();
  return { text: canonical, ipv4: hashText(canonical) >>> 0, ipv6: Uint8Array.from(bytes) };
}

/** The 32 bits of an IPv4 address in canonical text. */
export function ipv4Number(canonical: string): number {
  return canonical.split(".").reduce((number, byte) => number * 256 + Number(byte), 0);
}

/** The canonical text of an IPv4 address of 32 bits. */
export function ipv4Text(address: number): string {
  return `${address >>> 24}.${(address >>> 16) & 255}.${(address >>> 8) & 255}.${address & 255}`;
}

/** FNV-1a (http://www.isthe.com/chongo/tech/comp/fnv/) over the text's code units. */
function hashText(text: string): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
  return hash;
}
