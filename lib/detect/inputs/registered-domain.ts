import { parse } from "tldts";

export interface Domains {
  /** That a registry gave, private suffixes not told apart: one for all names below `cloudfront.net`. */
  registry: string | null;
  /**
   * And what stands before it. Private suffixes count: what lies below `s3.amazonaws.com` or `duckdns.org` belongs to different people.
   */
  registered: { domain: string; below: string } | null;
}

/** The domains that a name is part of; null for addresses, bare suffixes and names of the network itself. */
export function domainsOf(name: string): Domains {
  const own = parse(name, { allowPrivateDomains: true, validateHostname: false });
  if (own.isIp === true) return { registry: null, registered: null };
  const { domain, subdomain, isIcann, isPrivate } = own;
  const known = isIcann === true || isPrivate === true || isReserved(name);
  return {
    registry: isPrivate === true ? parse(name, { validateHostname: false }).domain : known ? domain : null,
    registered: domain !== null && known ? { domain, below: subdomain ?? "" } : null,
  };
}

/** Names of documentation (RFC 2606) stand for ones of the internet. */
function isReserved(name: string): boolean {
  return /(^|\.)(example|test)$/.test(name);
}

/** Shannon entropy of a text in bits a character; 0 for an empty one. */
export function entropyOf(text: string): number {
  const counts = new Map<string, number>();
  for (const char of text) counts.set(char, (counts.get(char) ?? 0) + 1);
  let bits = 0;
  for (const count of counts.values()) bits -= (count / text.length) * Math.log2(count / text.length);
  return bits;
}
