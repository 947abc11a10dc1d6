import { isInstant } from "@/lib/core/instant";
import { unpackLambdaEvent } from "@/lib/formats/cloudwatch/lambda-event";
import { logKeyOf, streamInterface } from "@/lib/formats/cloudwatch/stream-name";
import { isObject, type JsonObject, numberAt, textAt } from "@/lib/formats/json/json-value";
import type { ObjectReader } from "@/lib/formats/json/read-json";
import type { MessageReader } from "@/lib/formats/line-log-reader";
import type { LogSink } from "@/lib/formats/log-sink";

/**
 * Takes the messages out of CloudWatch Logs events: of GetLogEvents and FilterLogEvents (`{timestamp, message}`), of
 * subscriptions (`{messageType, logEvents}`, also as Lambda gets them) and of Firehose (`{message}`), and hands each on with its event's time.
 */
export class EnvelopeReader implements ObjectReader {
  readonly #sink: LogSink;
  readonly #inner: MessageReader;
  #named = false;

  constructor(sink: LogSink, inner: MessageReader) {
    this.#sink = sink;
    this.#inner = inner;
  }

  object(value: JsonObject, text: string): void {
    const packed = unpackLambdaEvent(value);
    if (typeof packed === "string") this.#sink.reject(packed, text);
    else {
      // What was packed does not stand in the file as text.
      this.#sink.asWritten = packed === null;
      this.#document(packed ?? value, text);
      this.#sink.asWritten = true;
    }
  }

  #document(value: JsonObject, text: string): void {
    if (textAt(value, "messageType") === "CONTROL_MESSAGE") {
      // A probe of the delivery: it carries no log.
      this.#sink.headers += 1;
      return;
    }
    if (Array.isArray(value.logEvents)) {
      this.#name(textAt(value, "logGroup"), textAt(value, "logStream"));
      // A batch without an event holds no record: like a header, it has no number.
      if (value.logEvents.length === 0) this.#sink.headers += 1;
      for (const event of value.logEvents) {
        if (isObject(event)) this.#message(event, textAt(value, "logStream"), text);
        else this.#sink.reject("not a JSON object", JSON.stringify(event));
      }
      return;
    }
    this.#name(null, textAt(value, "logStreamName"));
    this.#message(value, textAt(value, "logStreamName"), text);
  }

  #name(group: string | null, stream: string | null): void {
    if (stream === null || this.#named) return;
    this.#named = true;
    this.#sink.logKey = logKeyOf(group, stream);
  }

  #message(event: JsonObject, stream: string | null, text: string): void {
    const message = textAt(event, "message");
    if (message === null) {
      this.#sink.reject("an event without a message", text);
      return;
    }
    const eventMs = numberAt(event, "timestamp");
    const origin = {
      eventMs: eventMs !== null && isInstant(eventMs) ? Math.trunc(eventMs) : null,
      streamInterfaceId: streamInterface(stream ?? ""),
    };
    this.#sink.written = message;
    this.#inner.line(message.replace(/\r?\n$/, ""), origin);
  }
}
