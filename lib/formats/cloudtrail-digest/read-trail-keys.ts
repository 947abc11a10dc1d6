import { type JsonObject, objectAt, textAt } from "@/lib/formats/json/json-value";
import type { ObjectReader } from "@/lib/formats/json/read-json";
import { timeAt } from "@/lib/formats/json/time-at";
import type { LogSink } from "@/lib/formats/log-sink";

/** White space has one place in it only: with two, a long stretch of it would be tried at every length. */
const BASE64 = /^[A-Za-z0-9+/\s]+(?:=\s*){0,2}$/;
const HEX = /^[0-9a-f]{2,8192}$/i;

/** Reads the output of list-public-keys: one key a record. Source: CloudTrail API Reference, ListPublicKeys. */
export class PublicKeyReader implements ObjectReader {
  readonly #sink: LogSink;

  constructor(sink: LogSink) {
    this.#sink = sink;
  }

  object(value: JsonObject, text: string): void {
    const der = textAt(value, "Value");
    const fingerprint = textAt(value, "Fingerprint");
    if (der === null || fingerprint === null)
      this.#sink.reject("Value or Fingerprint of a public key is missing", text);
    else if (!BASE64.test(der)) this.#sink.reject("Value of a public key is not base64", text);
    else {
      const record = this.#sink.accept();
      const validity = { validFromMs: timeAt(value, "ValidityStartTime"), validToMs: timeAt(value, "ValidityEndTime") };
      this.#sink.trailFact({ kind: "public-key", record, fingerprint: fingerprint.toLowerCase(), der, ...validity });
    }
  }
}

/**
 * Reads what head-object prints of a digest file: its metadata hold the signature. The digest is told by `Key` where the
 * object has one (a list made by hand), else by the name of the file, which is the checker's to know.
 * Source: CloudTrail User Guide, "Custom implementations of CloudTrail log file integrity validation".
 */
export class SignatureReader implements ObjectReader {
  readonly #sink: LogSink;

  constructor(sink: LogSink) {
    this.#sink = sink;
  }

  object(value: JsonObject, text: string): void {
    const metadata = objectAt(value, "Metadata");
    const signature = textAt(metadata, "signature") ?? "";
    if (!HEX.test(signature)) {
      this.#sink.reject("the object's metadata hold no signature", text);
      return;
    }
    this.#sink.trailFact({
      ...{ kind: "signature", record: this.#sink.accept(), key: textAt(value, "Key") },
      algorithm: textAt(metadata, "signature-algorithm"),
      signature: signature.toLowerCase(),
    });
  }
}
