/** The name and those below it, in the search language. */
export function domainQuery(domain: string): string {
  // A wild card stands outside quotes; a name that needs them is looked for as it is.
  return /^[a-z0-9.-]+$/.test(domain) && !domain.startsWith("-")
    ? `domain:(${domain} OR *.${domain})`
    : `domain:"${domain.replace(/[\\"]/g, "\\$&")}"`;
}
