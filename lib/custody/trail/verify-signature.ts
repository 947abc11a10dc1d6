import { createPublicKey, type KeyObject, verify } from "node:crypto";
import type { DigestFact, PublicKeyFact } from "@/lib/core/trail-facts";

export type SignatureState = "verified" | "wrong" | "noKey" | "noSignature";

const SUPPORTED = "SHA256WITHRSA";

/** Keys by fingerprint; one that is no RSA key is left out. */
export function readKeys(facts: readonly PublicKeyFact[]): Map<string, KeyObject> {
  const keys = new Map<string, KeyObject>();
  for (const { fingerprint, der } of facts) {
    const key = toKey(Buffer.from(der, "base64"));
    if (key) keys.set(fingerprint, key);
  }
  return keys;
}

function toKey(key: Buffer): KeyObject | null {
  try {
    return createPublicKey({ key, format: "der", type: "pkcs1" });
  } catch {
    return null;
  }
}

/**
 * Checks a digest's signature: SHA256withRSA over its end time, its place, the SHA-256 of its body and the signature of the
 * one before (or the word null), each on a line. `bodyHashes` are those its body may have; `signatures` are tried in turn.
 * Source: CloudTrail User Guide, "CloudTrail digest file signing process".
 */
export function verifySignature(
  digest: DigestFact,
  bodyHashes: readonly string[],
  signatures: readonly string[],
  keys: ReadonlyMap<string, KeyObject>,
): SignatureState {
  if (signatures.length === 0) return "noSignature";
  const supported = digest.algorithm === null || digest.algorithm.toUpperCase() === SUPPORTED;
  const key = digest.fingerprint === null || !supported ? undefined : keys.get(digest.fingerprint);
  if (!key) return "noKey";
  const before = digest.previous?.signature ?? "null";
  for (const hash of bodyHashes) {
    const signed = Buffer.from(`${digest.endText}\n${digest.bucket}/${digest.key}\n${hash}\n${before}`);
    for (const signature of signatures) {
      if (verify("RSA-SHA256", signed, key, Buffer.from(signature, "hex"))) return "verified";
    }
  }
  return "wrong";
}
