import { canonicalAddress } from "@/lib/core/address";
import { canonicalName } from "@/lib/core/domain-name";

export interface FlaggedValue {
  kind: "address" | "name";
  /** Canonical address, or lower-case name without the trailing dot. */
  value: string;
}

export interface ReadIndicators {
  /** Each once, in the order given. `given` differs from `value` where the text was rewritten. */
  flagged: (FlaggedValue & { given: string; line: number })[];
  problems: { line: number; given: string; message: string }[];
}

export const MAX_INDICATORS = 100;
const SHOWN_CHARACTERS = 80;
const NETWORK = /^[\da-f:.[\]]+\/\d{1,3}$/i;

/** Undoes what people do to an address so that nobody clicks it: `hxxps://198[.]51[.]100[.]77:8443/x` is an address. */
export function refang(text: string): string {
  const dotted = text
    .replaceAll(/\[\.\]|\(\.\)|\{\.\}|\[dot\]|\(dot\)|\{dot\}/gi, ".")
    .replaceAll(/\[:\]|\(:\)/g, ":")
    .replaceAll(/\[:\/\/\]/g, "://");
  const host = dotted.replace(/^(?:h(?:tt|xx)ps?|fxp|ftp|tcp|udp):\/\//i, "").replace(/[/?#].*$/, "");
  const bracketed = /^\[([0-9a-f:.]+)\](?::\d{1,5})?$/i.exec(host)?.[1];
  if (bracketed !== undefined) return bracketed;
  return /^[^:]+:\d{1,5}$/.test(host) ? host.replace(/:\d+$/, "") : host;
}

/** Reads flagged addresses and names, one a line or with commas between. Never throws: what is neither is a problem. */
export function readIndicators(text: string): ReadIndicators {
  const result: ReadIndicators = { flagged: [], problems: [] };
  const known = new Set<string>();
  for (const [index, row] of text.split(/\r\n|\r|\n/).entries()) {
    for (const piece of row.split(/[,;\s]+/)) {
      if (piece === "") continue;
      const line = index + 1;
      const given = piece.slice(0, SHOWN_CHARACTERS);
      const read = readOne(piece);
      if (read === null) result.problems.push({ line, given, message: problemOf(piece) });
      else if (!known.has(read.value)) {
        known.add(read.value);
        result.flagged.push({ ...read, given, line });
      }
    }
  }
  const tooMany = result.flagged[MAX_INDICATORS];
  if (tooMany) {
    const message = `A case has ${MAX_INDICATORS} flagged addresses and names at most.`;
    result.problems.push({ line: tooMany.line, given: tooMany.given, message });
  }
  return result;
}

function readOne(piece: string): FlaggedValue | null {
  if (NETWORK.test(piece)) return null;
  const plain = refang(piece);
  const address = canonicalAddress(plain);
  if (address !== null) return { kind: "address", value: address };
  const name = canonicalName(plain);
  return name === null ? null : { kind: "name", value: name };
}

function problemOf(piece: string): string {
  if (NETWORK.test(piece)) return "This is a network: give single addresses.";
  const plain = refang(piece);
  if (/^[\d.]+$/.test(plain)) return "This is not an IPv4 address: it takes four numbers from 0 to 255.";
  if (/^[0-9a-f:.]+$/i.test(plain) && plain.includes(":")) return "This is not an IPv6 address.";
  if (!plain.includes(".")) return "This is neither an IP address nor a domain name.";
  return "This is not a domain name.";
}
