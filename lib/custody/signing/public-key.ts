import { createHash, createPublicKey, type KeyObject } from "node:crypto";

/** What others check a signature with, and tell the key by. */
export interface PublicKeyFacts {
  /** SHA-256 of the SPKI DER, 64 hex digits. */
  fingerprint: string;
  /** SPKI, PEM. */
  publicKey: string;
}

/** The public half of an Ed25519 key (RFC 8032), private or public. */
export function publicKeyFacts(key: KeyObject): PublicKeyFacts {
  const open = key.type === "private" ? createPublicKey(key) : key;
  const fingerprint = createHash("sha256")
    .update(open.export({ type: "spki", format: "der" }))
    .digest("hex");
  return { fingerprint, publicKey: open.export({ type: "spki", format: "pem" }).toString() };
}
