import type { Confidence } from "@/lib/timeline/ledger/ledger-span";

export const KIND_WORDS: Record<string, string> = {
  interface: "interface",
  "private-address": "private address",
  "public-address": "public address",
  credential: "access key",
};

export const HOLDER_WORDS: Record<string, string> = {
  instance: "instance",
  interface: "interface",
  gateway: "interface of a gateway",
  "nat-gateway": "NAT gateway",
  session: "role session",
  identity: "identity",
};

const PROOFS: Record<string, string> = {
  call: "told by a call",
  record: "seen in records",
  description: "seen in a description",
  finding: "named by a finding",
  dns: "seen in resolver queries",
  assumed: "taken for granted",
};

/** How a span is known, in words; `isReaching` where nothing of that very time shows it. */
export function knownWords(
  { proof, subjectKind }: { proof: string; subjectKind: string },
  confidence: Confidence,
): string {
  if (confidence === "taken")
    return proof === "assumed" ? "taken for granted" : `taken for granted, ${PROOFS[proof] ?? proof} at other times`;
  if (proof === "record" && subjectKind === "credential") return "seen in its use";
  return confidence === "seen" && proof === "call" ? "seen, and told by a call" : (PROOFS[proof] ?? proof);
}
