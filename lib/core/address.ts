import ipaddr from "ipaddr.js";

const PLAIN_IPV4 = /^(?:(?:25[0-5]|2[0-4]\d|1\d\d|[1-9]?\d)(?:\.(?!$)|$)){4}$/;

/** Canonical text of an address (RFC 5952; IPv4-mapped IPv6 becomes IPv4), or null when it is none. */
export function canonicalAddress(text: string): string | null {
  if (PLAIN_IPV4.test(text)) return text;
  if (!text.includes(":") || text.includes("%") || !ipaddr.IPv6.isValid(text)) return null;
  const address = ipaddr.IPv6.parse(text);
  return address.isIPv4MappedAddress() ? address.toIPv4Address().toString() : address.toRFC5952String();
}

/** The name by which an address is looked up backwards (RFC 1035 section 3.5, RFC 3596 section 2.5); null of what is none. */
export function reverseName(text: string): string | null {
  if (!ipaddr.isValid(text)) return null;
  const address = ipaddr.process(text);
  const bytes = address.toByteArray();
  if (address.kind() === "ipv4") return `${bytes.reverse().join(".")}.in-addr.arpa`;
  const nibbles = bytes.flatMap((byte) => [(byte >> 4).toString(16), (byte & 15).toString(16)]);
  return `${nibbles.reverse().join(".")}.ip6.arpa`;
}

/** The address that such a name is of, canonical; null for one of a whole network, and for any other name. */
export function addressOfReverse(name: string): string | null {
  const [, own = "", zone] = /^(.+)\.(in-addr|ip6)\.arpa\.?$/i.exec(name) ?? [];
  const parts = own.toLowerCase().split(".").reverse();
  if (zone?.toLowerCase() === "in-addr") return parts.length === 4 ? canonicalAddress(parts.join(".")) : null;
  return parts.length === 32 ? canonicalAddress((parts.join("").match(/.{4}/g) ?? []).join(":")) : null;
}

/** What one customer is given: an IPv4 address itself, of IPv6 the /64 that it lies in. */
export function networkOfOne(canonical: string): string {
  if (!ipaddr.IPv6.isValid(canonical)) return canonical;
  return `${ipaddr.IPv6.networkAddressFromCIDR(`${canonical}/64`).toRFC5952String()}/64`;
}

/** True for RFC 1918, 100.64/10, link-local and unique local addresses; false for the rest, global IPv6 included. */
export function isPrivateAddress(canonical: string): boolean {
  const range = ipaddr.parse(canonical).range();
  return range === "private" || range === "carrierGradeNat" || range === "linkLocal" || range === "uniqueLocal";
}

export type AddressKind = "private" | "public-ipv4" | "public-ipv6";

/** The kind of own address a call is judged by: private (through an endpoint), public IPv4, IPv6. */
export function addressKind(canonical: string): AddressKind {
  if (isPrivateAddress(canonical)) return "private";
  return canonical.includes(":") ? "public-ipv6" : "public-ipv4";
}

/** True when an address lies in a network of its own family (`10.0.0.0/8`); false too for what is no address or network. */
export function isWithinNetwork(ip: string, network: string): boolean {
  if (!ipaddr.isValid(ip) || !ipaddr.isValidCIDR(network)) return false;
  const address = ipaddr.process(ip);
  const [base, bits] = ipaddr.parseCIDR(network);
  return address.kind() === base.kind() && address.match([base, bits] as [typeof address, number]);
}
