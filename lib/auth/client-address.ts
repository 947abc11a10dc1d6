import { canonicalAddress } from "@/lib/core/address";

/**
 * Where a request came from, as far as can be told: the address that a trusted proxy, or our own web server, wrote at the
 * end of X-Forwarded-For; what others write there, `bin/own-addresses.mjs` drops. Null where there is none.
 */
export function clientAddress(headers: Headers): string | null {
  const last = headers.get("x-forwarded-for")?.split(",").at(-1)?.trim();
  return last === undefined ? null : canonicalAddress(last);
}
