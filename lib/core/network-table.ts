import ipaddr from "ipaddr.js";
import { canonicalAddress } from "@/lib/core/address";

interface Row<Value> {
  bits: number;
  value: Value;
}

/** An address as a number and how many bits it has. */
function numberOf(bytes: readonly number[]): bigint {
  return bytes.reduce((sum, byte) => (sum << 8n) | BigInt(byte), 0n);
}

/** A network by its canonical text, host bits cleared; null for text that is none. An address is a network of one. */
export function canonicalNetwork(text: string): { network: string; bits: number; isIpv6: boolean } | null {
  const [base = "", length, ...rest] = text.trim().split("/");
  const plain = rest.length > 0 ? null : canonicalAddress(base);
  if (plain === null) return null;
  const address = ipaddr.parse(plain);
  const most = address.kind() === "ipv6" ? 128 : 32;
  if (length !== undefined && !/^\d{1,3}$/.test(length)) return null;
  const bits = length === undefined ? most : Number(length);
  if (bits > most) return null;
  const network =
    address.kind() === "ipv6"
      ? ipaddr.IPv6.networkAddressFromCIDR(`${plain}/${bits}`).toRFC5952String()
      : ipaddr.IPv4.networkAddressFromCIDR(`${plain}/${bits}`).toString();
  return { network: bits === most ? network : `${network}/${bits}`, bits, isIpv6: most === 128 };
}

/** Networks, each with a value, to be asked for the ones that hold an address: a look per length of prefix that occurs. */
export class NetworkTable<Value> {
  readonly #lengths = { ipv4: new Map<number, Map<bigint, Value[]>>(), ipv6: new Map<number, Map<bigint, Value[]>>() };
  #size = 0;

  get size(): number {
    return this.#size;
  }

  /** False for text that is no network. */
  add(network: string, value: Value): boolean {
    const found = canonicalNetwork(network);
    if (found === null) return false;
    const address = ipaddr.parse(found.network.replace(/\/.*$/, ""));
    const lengths = this.#lengths[address.kind()];
    const most = address.kind() === "ipv6" ? 128 : 32;
    let rows = lengths.get(found.bits);
    if (!rows) {
      rows = new Map();
      lengths.set(found.bits, rows);
    }
    const key = numberOf(address.toByteArray()) >> BigInt(most - found.bits);
    const values = rows.get(key);
    if (values) values.push(value);
    else rows.set(key, [value]);
    this.#size++;
    return true;
  }

  /** Of every network that holds the address, the narrowest first; none for text that is no address. */
  holding(ip: string): Row<Value>[] {
    if (!ipaddr.isValid(ip)) return [];
    const address = ipaddr.process(ip);
    const most = address.kind() === "ipv6" ? 128 : 32;
    const number = numberOf(address.toByteArray());
    const found: Row<Value>[] = [];
    for (const [bits, rows] of this.#lengths[address.kind()]) {
      for (const value of rows.get(number >> BigInt(most - bits)) ?? []) found.push({ bits, value });
    }
    return found.sort((a, b) => b.bits - a.bits);
  }
}
