import { canonicalAddress } from "@/lib/core/address";

const NAME_TYPES = new Set(["CNAME", "DNAME", "NS", "PTR", "MX", "SRV"]);

/** An answer as documents show it: addresses in canonical text, names in lower case without the dot, text as it was. */
export function answerText(type: string, data: string): string {
  if (type === "A" || type === "AAAA") return canonicalAddress(data) ?? data;
  return NAME_TYPES.has(type) ? data.toLowerCase().replace(/\.$/, "") : data;
}
