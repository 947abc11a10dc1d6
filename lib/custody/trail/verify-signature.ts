import { createPublicKey, type KeyObject, verify } from "node:crypto";
import type { DigestFact, PublicKeyFact } from "@/lib/core/trail-facts";

/** `outside`: the signature holds, and its key was not valid when the digest was made. */
export type SignatureState = "verified" | "wrong" | "outside" | "noKey" | "noSignature";

const SUPPORTED = "SHA256WITHRSA";
/** A digest is signed once its time is over, later where its delivery was. */
const SIGNED_WITHIN_MS = 24 * 60 * 60 * 1000;

interface TrailKey {
  key: KeyObject;
  /** Epoch ms. */
  fromMs: number;
  toMs: number;
}

/** Keys by fingerprint, as often as they were given; one that is no RSA key is left out, one without times always valid. */
export function readKeys(facts: readonly PublicKeyFact[]): Map<string, TrailKey[]> {
  const keys = new Map<string, TrailKey[]>();
  for (const { fingerprint, der, validFromMs, validToMs } of facts) {
    const key = toKey(Buffer.from(der, "base64"));
    const times = { fromMs: validFromMs ?? Number.NEGATIVE_INFINITY, toMs: validToMs ?? Number.POSITIVE_INFINITY };
    if (key) keys.set(fingerprint, [...(keys.get(fingerprint) ?? []), { key, ...times }]);
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
  keys: ReadonlyMap<string, readonly TrailKey[]>,
): SignatureState {
  if (signatures.length === 0) return "noSignature";
  const supported = digest.algorithm === null || digest.algorithm.toUpperCase() === SUPPORTED;
  const known = digest.fingerprint === null || !supported ? [] : (keys.get(digest.fingerprint) ?? []);
  if (known.length === 0) return "noKey";
  const before = digest.previous?.signature ?? "null";
  const holds = ({ key }: TrailKey) =>
    bodyHashes.some((hash) => {
      const signed = Buffer.from(`${digest.endText}\n${digest.bucket}/${digest.key}\n${hash}\n${before}`);
      return signatures.some((signature) => verify("RSA-SHA256", signed, key, Buffer.from(signature, "hex")));
    });
  const holding = known.filter(holds);
  if (holding.length === 0) return "wrong";
  return holding.some((key) => isValidFor(key, digest)) ? "verified" : "outside";
}

function isValidFor({ fromMs, toMs }: TrailKey, { startMs, endMs }: DigestFact): boolean {
  return fromMs <= endMs + SIGNED_WITHIN_MS && toMs >= startMs;
}
