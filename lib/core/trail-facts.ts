/** What a CloudTrail digest file says, verbatim where a signature or hash rests on the text. */
export interface DigestFact {
  kind: "digest";
  record: number;
  accountId: string;
  bucket: string;
  key: string;
  /** As written: the signature covers this text. */
  endText: string;
  startMs: number;
  endMs: number;
  fingerprint: string | null;
  /** `SHA256withRSA` in all that AWS has written so far. */
  algorithm: string | null;
  /** SHA-256 (hex) of the text of this digest as it stands in the file. */
  textHash: string;
  /** Null in a starting digest. Lower case. */
  previous: { bucket: string; key: string; hash: string | null; signature: string | null } | null;
  logFiles: DigestLogFile[];
}

export interface DigestLogFile {
  bucket: string;
  key: string;
  /** Lower-case hex. */
  hash: string;
  /** Epoch ms of its events; null when the digest does not say. */
  oldestMs: number | null;
  newestMs: number | null;
}

/** A public key of ListPublicKeys: PKCS #1 DER, base64. */
export interface PublicKeyFact {
  kind: "public-key";
  record: number;
  fingerprint: string;
  der: string;
  /** Epoch ms; null where it is not said. Facts that were kept before this was read lack both. */
  validFromMs?: number | null;
  validToMs?: number | null;
}

/** The signature of a digest, from the metadata of its S3 object. `key` is null where only the file's name tells which. */
export interface SignatureFact {
  kind: "signature";
  record: number;
  key: string | null;
  algorithm: string | null;
  /** Lower-case hex. */
  signature: string;
}

/** What is known of CloudTrail's own integrity chain; the evidence of `custody_facts`. */
export type TrailFact = DigestFact | PublicKeyFact | SignatureFact;
