import { canonicalAddress } from "@/lib/core/address";

const CIDR = /^(\S+)\/(\d{1,3})$/;
const BEGINNING = /^((?:\d{1,3}\.){1,3})\*?$/;

/** An address, a network, or the whole numbers that an IPv4 address begins with (`198.51.100.`), as a network; else null. */
export function readNetwork(text: string): string | null {
  const address = canonicalAddress(text);
  if (address !== null) return address;
  const [, base, bits] = CIDR.exec(text) ?? [];
  if (base !== undefined) {
    const network = canonicalAddress(base);
    return network !== null && Number(bits) <= (network.includes(":") ? 128 : 32) ? `${network}/${Number(bits)}` : null;
  }
  const [, whole] = BEGINNING.exec(text) ?? [];
  if (whole === undefined) return null;
  const numbers = whole.split(".").slice(0, -1);
  const first = canonicalAddress([...numbers, "0", "0", "0"].slice(0, 4).join("."));
  return first === null ? null : `${first}/${numbers.length * 8}`;
}
