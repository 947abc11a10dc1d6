import { anyOf, isOneOf, type Sql, sql, text } from "@/lib/athena/sql/sql";
import { canonicalAddress } from "@/lib/core/address";

/**
 * True where a column holds the address, however it is spelled: IPv4 is written in one way, and mapped into IPv6 in another;
 * IPv6 in many, which the engine's own type reads. `address` is canonical; a RangeError for one that is none.
 */
function isAddress(of: Sql, address: string): Sql {
  if (canonicalAddress(address) !== address) throw new RangeError("no canonical address");
  if (!address.includes(":")) return isOneOf(of, spellings(address));
  return sql`try_cast(${of} AS ipaddress) = CAST(${text(address)} AS ipaddress)`;
}

export function isAnyAddress(of: Sql, addresses: readonly string[]): Sql {
  const plain = addresses.filter((address) => !address.includes(":"));
  const long = addresses.filter((address) => address.includes(":"));
  const parts = long.map((address) => isAddress(of, address));
  return anyOf(plain.length === 0 ? parts : [isOneOf(of, plain.flatMap(spellings)), ...parts]);
}

/** The ways in which an address is written: what lists of texts, as those of answers, are searched for. */
export function spellings(address: string): string[] {
  return address.includes(":") ? [address] : [address, `::ffff:${address}`];
}
