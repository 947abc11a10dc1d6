import { canonicalAddress } from "@/lib/core/address";

/** From where something was asked, as far as can be told. */
export interface Origin {
  address: string | null;
  /** What the program said of itself: any text. */
  agent: string | null;
}

const LONGEST_AGENT = 300;

/**
 * The address that a trusted proxy, or our own web server, wrote at the end of X-Forwarded-For; what others write there,
 * `bin/own-addresses.mjs` drops. Null where there is none.
 */
export function originOf(headers: Headers): Origin {
  const last = headers.get("x-forwarded-for")?.split(",").at(-1)?.trim();
  const agent = headers.get("user-agent")?.slice(0, LONGEST_AGENT) ?? "";
  return { address: last === undefined ? null : canonicalAddress(last), agent: agent === "" ? null : agent };
}
