import { createHash, createSign, generateKeyPairSync } from "node:crypto";
import { gzipSync } from "node:zlib";

const ACCOUNT = "111122223333";
const BUCKET = "trail-bucket";
const FINGERPRINT = "0123456789abcdef0123456789abcdef";

interface TrailOptions {
  /** The hour whose digest begins a chain anew. */
  restartAt?: number;
  region?: string;
  /** Of its public key. */
  fingerprint?: string;
}
export const HOUR_MS = 3_600_000;
export const CHAIN_START_MS = Date.UTC(2026, 2, 1, 0, 0, 0);

const sha256 = (text: string) => createHash("sha256").update(text).digest("hex");
const stamp = (ms: number, seconds: boolean) =>
  new Date(ms)
    .toISOString()
    .replace(/[-:]|\.\d+/g, "")
    .replace(/(T\d{4})\d\d/, seconds ? "$&" : "$1");
const iso = (ms: number) => new Date(ms).toISOString().replace(".000", "");

export interface TestTrail {
  /** Everything as S3 delivers it, by name. */
  files: Record<string, Uint8Array>;
  logNames: string[];
  digestNames: string[];
  /** Output of list-public-keys. */
  publicKeys: string;
  /** Output of head-object for each digest, by digest name. */
  heads: Record<string, string>;
}

/** For tests: a trail of some hours, one log file and one digest each, signed with a key pair of its own. */
export function makeTrail(
  hours: number,
  { restartAt, region = "eu-west-1", fingerprint = FINGERPRINT }: TrailOptions = {},
): TestTrail {
  const { privateKey, publicKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });
  const der = publicKey.export({ type: "pkcs1", format: "der" }).toString("base64");
  const trail: TestTrail = {
    ...{ files: {}, logNames: [], digestNames: [], heads: {} },
    publicKeys: JSON.stringify({
      PublicKeyList: [{ Value: der, ValidityStartTime: 1.7e9, ValidityEndTime: 1.9e9, Fingerprint: fingerprint }],
    }),
  };
  let previous = null as { key: string; hash: string; signature: string } | null;
  for (let hour = 0; hour < hours; hour++) {
    const startMs = CHAIN_START_MS + hour * HOUR_MS;
    const endMs = startMs + HOUR_MS;
    if (hour === restartAt) previous = null;
    const log = logFile(region, startMs, hour);
    const key = `AWSLogs/${ACCOUNT}/CloudTrail-Digest/${region}/2026/03/01/${ACCOUNT}_CloudTrail-Digest_${region}_my_trail_${region}_${stamp(endMs, true)}.json.gz`;
    const body: string = JSON.stringify({
      ...{ awsAccountId: ACCOUNT, digestStartTime: iso(startMs), digestEndTime: iso(endMs) },
      ...{ digestS3Bucket: BUCKET, digestS3Object: key, digestPublicKeyFingerprint: fingerprint },
      ...{ digestSignatureAlgorithm: "SHA256withRSA", newestEventTime: iso(startMs), oldestEventTime: iso(startMs) },
      previousDigestS3Bucket: previous ? BUCKET : null,
      previousDigestS3Object: previous?.key ?? null,
      previousDigestHashValue: previous?.hash ?? null,
      previousDigestHashAlgorithm: previous ? "SHA-256" : null,
      previousDigestSignature: previous?.signature ?? null,
      logFiles: [
        {
          ...{ s3Bucket: BUCKET, s3Object: log.key, hashValue: sha256(log.body), hashAlgorithm: "SHA-256" },
          ...{ newestEventTime: iso(startMs), oldestEventTime: iso(startMs) },
        },
      ],
    });
    const signed: string = [iso(endMs), `${BUCKET}/${key}`, sha256(body), previous?.signature ?? "null"].join("\n");
    const signature = createSign("RSA-SHA256").update(signed).sign(privateKey, "hex");
    trail.files[log.key] = gzipSync(log.body);
    trail.files[key] = gzipSync(body);
    trail.logNames.push(log.key);
    trail.digestNames.push(key);
    trail.heads[key] = JSON.stringify({
      ...{ AcceptRanges: "bytes", ContentType: "application/json" },
      Metadata: { signature, "signature-algorithm": "SHA256withRSA" },
    });
    previous = { key, hash: sha256(body), signature };
  }
  return trail;
}

function logFile(region: string, startMs: number, hour: number): { key: string; body: string } {
  const key = `AWSLogs/${ACCOUNT}/CloudTrail/${region}/2026/03/01/${ACCOUNT}_CloudTrail_${region}_${stamp(startMs + 300_000, false)}_${"abcdefgh12345678".slice(hour % 8)}.json.gz`;
  const event = {
    ...{ eventVersion: "1.11", eventTime: iso(startMs), eventSource: "s3.amazonaws.com", eventName: "ListBuckets" },
    ...{ awsRegion: region, sourceIPAddress: "198.51.100.7", userAgent: "test", requestID: `r-${region}-${hour}` },
    userIdentity: { type: "IAMUser", principalId: "AIDAEXAMPLE", accountId: ACCOUNT, userName: "someone" },
    ...{ eventID: `e-${region}-${hour}`, readOnly: true, eventType: "AwsApiCall", managementEvent: true },
    ...{ recipientAccountId: ACCOUNT, eventCategory: "Management" },
  };
  return { key, body: JSON.stringify({ Records: [event] }) };
}
