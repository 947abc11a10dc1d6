import { type JsonObject, listAt, numberAt, textAt } from "@/lib/formats/json/json-value";
import type { ObjectReader } from "@/lib/formats/json/read-json";
import type { MessageReader } from "@/lib/formats/line-log-reader";
import type { LogSink } from "@/lib/formats/log-sink";

const STREAM_OF_INTERFACE = /^(eni-[0-9a-f]{8,17})-(?:all|accept|reject)$/;

/**
 * Takes the messages out of CloudWatch Logs events: of GetLogEvents and FilterLogEvents (`{timestamp, message}`), of
 * subscriptions (`{messageType, logEvents}`) and of Firehose (`{message}`), and hands each on with its event's time.
 */
export class EnvelopeReader implements ObjectReader {
  readonly #sink: LogSink;
  readonly #inner: MessageReader;

  constructor(sink: LogSink, inner: MessageReader) {
    this.#sink = sink;
    this.#inner = inner;
  }

  object(value: JsonObject, text: string): void {
    if (textAt(value, "messageType") === "CONTROL_MESSAGE") {
      // A probe of the delivery: it carries no log.
      this.#sink.headers += 1;
      return;
    }
    if (Array.isArray(value.logEvents)) {
      for (const event of listAt(value, "logEvents")) this.#message(event, textAt(value, "logStream"), text);
      return;
    }
    this.#message(value, textAt(value, "logStreamName"), text);
  }

  #message(event: JsonObject, stream: string | null, text: string): void {
    const message = textAt(event, "message");
    if (message === null) {
      this.#sink.reject("an event without a message", text);
      return;
    }
    const origin = {
      eventMs: numberAt(event, "timestamp"),
      streamInterfaceId: STREAM_OF_INTERFACE.exec(stream ?? "")?.[1] ?? null,
    };
    this.#inner.line(message.replace(/\r?\n$/, ""), origin);
  }
}
