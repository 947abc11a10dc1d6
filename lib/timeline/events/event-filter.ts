import ipaddr from "ipaddr.js";
import { canonicalAddress } from "@/lib/core/address";

/** What a text in the filter of the table can mean, one reading a kind of field; an event is shown if any fits. */
export interface EventFilter {
  /** Lower case: a part of a name, of a service, of a role. */
  text: string;
  /** An address or network that peers are in, as `inet` reads it. */
  network: string | null;
  port: number | null;
  action: "ACCEPT" | "REJECT" | null;
}

const MOST_CHARACTERS = 200;
const CIDR = /^(\S+)\/(\d{1,3})$/;
const BEGINNING = /^(?:\d{1,3}\.){1,3}$/;

/** Reads the filter's text; null where there is none. */
export function parseFilter(typed: string | undefined): EventFilter | null {
  // No text in the database holds a NUL; its place is held as loading holds it.
  const text = (typed ?? "").trim().slice(0, MOST_CHARACTERS).toLowerCase().replaceAll("\0", "\uFFFD");
  if (text === "") return null;
  const port = /^\d{1,5}$/.test(text) && Number(text) <= 65_535 ? Number(text) : null;
  const action = text === "reject" ? "REJECT" : text === "accept" ? "ACCEPT" : null;
  return { text, network: networkOf(text), port, action };
}

/** An address, a network, or the whole numbers that an IPv4 address begins with (`198.51.100.`). */
function networkOf(text: string): string | null {
  const address = canonicalAddress(text);
  if (address !== null) return address;
  const [, base, bits] = CIDR.exec(text) ?? [];
  if (base !== undefined) {
    const network = canonicalAddress(base);
    return network !== null && Number(bits) <= (network.includes(":") ? 128 : 32) ? `${network}/${Number(bits)}` : null;
  }
  if (!BEGINNING.test(text)) return null;
  const numbers = text.split(".").slice(0, -1);
  const first = canonicalAddress([...numbers, "0", "0", "0"].slice(0, 4).join("."));
  return first === null ? null : `${first}/${numbers.length * 8}`;
}

/** `text` as a pattern for LIKE that finds it anywhere. */
export function likePattern(text: string): string {
  return `%${text.replace(/[\\%_]/g, "\\$&")}%`;
}

/** True for an address (canonical text) in a network. */
export function isWithin(ip: string, network: string): boolean {
  const [base = "", bits] = network.split("/");
  const address = ipaddr.parse(ip);
  const first = ipaddr.parse(base);
  if (address.kind() !== first.kind()) return false;
  return address.match(first, bits === undefined ? (first.kind() === "ipv4" ? 32 : 128) : Number(bits));
}
