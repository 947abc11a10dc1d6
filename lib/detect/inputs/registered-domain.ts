import { parse } from "tldts";

/**
 * The registered domain of a name, and what stands before it. Private suffixes count: what lies below `s3.amazonaws.com` or
 * `duckdns.org` belongs to different people. Null for addresses, bare suffixes and names of the network itself.
 */
export function registeredDomain(name: string): { domain: string; below: string } | null {
  const { domain, subdomain, isIp, isIcann, isPrivate } = parse(name, {
    allowPrivateDomains: true,
    validateHostname: false,
  });
  if (domain === null || isIp === true || (isIcann !== true && isPrivate !== true && !isReserved(name))) return null;
  return { domain, below: subdomain ?? "" };
}

/** The domain that a registry gave, private suffixes not told apart: one for all names below `cloudfront.net`. Null as above. */
export function registryDomain(name: string): string | null {
  const { domain, isIp, isIcann } = parse(name, { validateHostname: false });
  return isIp === true || (isIcann !== true && !isReserved(name)) ? null : domain;
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
