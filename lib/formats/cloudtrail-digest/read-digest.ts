import { createHash } from "node:crypto";
import { parseInstant } from "@/lib/core/instant";
import type { DigestFact, DigestLogFile } from "@/lib/core/trail-facts";
import { type JsonObject, listAt, textAt } from "@/lib/formats/json/json-value";
import type { ObjectReader } from "@/lib/formats/json/read-json";
import type { LogSink } from "@/lib/formats/log-sink";
import { refusal } from "@/lib/formats/refusal";

const HEX = /^[0-9a-f]+$/i;

/**
 * Reads CloudTrail digest files: one object each, whose content is kept for the check of the chain. One whose place, times
 * or hashes cannot be read is rejected: nothing can be checked by it.
 * Source: CloudTrail User Guide, "CloudTrail digest file structure".
 */
export class DigestReader implements ObjectReader {
  readonly #sink: LogSink;

  constructor(sink: LogSink) {
    this.#sink = sink;
  }

  object(value: JsonObject, text: string): void {
    const read = readDigest(value, text);
    if (typeof read === "string") this.#sink.reject(read, text);
    else this.#sink.trailFact({ ...read, record: this.#sink.accept() });
  }
}

function readDigest(value: JsonObject, text: string): Omit<DigestFact, "record"> | string {
  const accountId = textAt(value, "awsAccountId");
  const bucket = textAt(value, "digestS3Bucket");
  const key = textAt(value, "digestS3Object");
  if (accountId === null) return "awsAccountId is missing";
  if (bucket === null || key === null) return "digestS3Bucket or digestS3Object is missing";
  const startText = textAt(value, "digestStartTime") ?? "";
  const endText = textAt(value, "digestEndTime") ?? "";
  const startMs = parseInstant(startText);
  const endMs = parseInstant(endText);
  if (startMs === null) return refusal("digestStartTime", startText, "a time");
  if (endMs === null) return refusal("digestEndTime", endText, "a time");
  if (endMs < startMs) return "digestEndTime is before digestStartTime";
  const logFiles = listAt(value, "logFiles").map(readLogFile);
  const broken = logFiles.find((file) => typeof file === "string");
  if (broken !== undefined) return broken;
  return {
    ...{ kind: "digest", accountId, bucket, key, endText, startMs, endMs },
    fingerprint: textAt(value, "digestPublicKeyFingerprint")?.toLowerCase() ?? null,
    algorithm: textAt(value, "digestSignatureAlgorithm"),
    textHash: createHash("sha256").update(text).digest("hex"),
    previous: previousOf(value),
    logFiles: logFiles.filter((file) => typeof file !== "string"),
  };
}

function readLogFile(entry: JsonObject): DigestLogFile | string {
  const bucket = textAt(entry, "s3Bucket");
  const key = textAt(entry, "s3Object");
  if (bucket === null || key === null) return "s3Bucket or s3Object of a log file is missing";
  const hash = textAt(entry, "hashValue") ?? "";
  if (!HEX.test(hash)) return refusal("hashValue", hash, "hexadecimal");
  return {
    ...{ bucket, key, hash: hash.toLowerCase() },
    oldestMs: parseInstant(textAt(entry, "oldestEventTime") ?? ""),
    newestMs: parseInstant(textAt(entry, "newestEventTime") ?? ""),
  };
}

function previousOf(value: JsonObject): DigestFact["previous"] {
  const bucket = textAt(value, "previousDigestS3Bucket");
  const key = textAt(value, "previousDigestS3Object");
  if (bucket === null || key === null) return null;
  return {
    bucket,
    key,
    hash: hexAt(value, "previousDigestHashValue"),
    signature: hexAt(value, "previousDigestSignature"),
  };
}

function hexAt(value: JsonObject, name: string): string | null {
  const text = textAt(value, name);
  return text !== null && HEX.test(text) ? text.toLowerCase() : null;
}
