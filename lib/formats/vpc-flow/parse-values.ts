import { canonicalAddress } from "@/lib/core/address";
import { detach } from "@/lib/formats/intern";

const LATEST_MS = 253_402_300_799_999;
/** Values above this many seconds (the year 5138) are milliseconds: some SKIPDATA rows carry them. */
const MOST_SECONDS = 100_000_000_000;
const MOST_ADDRESSES = 16_384;

/** A whole number in decimal digits from 0 to `max`: null for `-`, NaN for anything else. */
export function parseWhole(text: string, max: number): number | null {
  const length = text.length;
  if (length === 1 && text.charCodeAt(0) === 45) return null;
  if (length === 0 || length > 16) return Number.NaN;
  let value = 0;
  for (let at = 0; at < length; at += 1) {
    const digit = text.charCodeAt(at) - 48;
    if (digit < 0 || digit > 9) return Number.NaN;
    value = value * 10 + digit;
  }
  return value > max ? Number.NaN : value;
}

/** Epoch seconds, or milliseconds when the number is too large for seconds, as epoch ms: null for `-`, NaN for anything else. */
export function parseEpoch(text: string): number | null {
  const value = parseWhole(text, LATEST_MS);
  if (value === null || Number.isNaN(value)) return value;
  return value > MOST_SECONDS ? value : value * 1000;
}

/** Reads addresses; those of IPv6, which cost more to read, are remembered for a while. */
export class AddressReader {
  readonly #known = new Map<string, string | null>();

  /** Canonical text that keeps nothing of the file alive, or null when it is no address. */
  read(text: string): string | null {
    const own = detach(text);
    if (!own.includes(":")) return canonicalAddress(own);
    const known = this.#known.get(own);
    if (known !== undefined) return known;
    if (this.#known.size >= MOST_ADDRESSES) this.#known.clear();
    const address = canonicalAddress(own);
    this.#known.set(own, address);
    return address;
  }
}
