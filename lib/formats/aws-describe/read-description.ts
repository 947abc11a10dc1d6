import { DESCRIBERS, type Described, describeInstance } from "@/lib/formats/aws-describe/described";
import { isObject, type JsonObject, listAt, textAt } from "@/lib/formats/json/json-value";
import { normaliseCase } from "@/lib/formats/json/normalise-case";
import type { ObjectReader } from "@/lib/formats/json/read-json";
import type { LogSink } from "@/lib/formats/log-sink";
import { observation } from "@/lib/formats/observation";

/** Descriptions carry no time of their own: what they say without a time in it has been so since ever. */
const SINCE_EVER = 0;

type Describe = (entry: JsonObject) => (Described | string)[];

/** The outputs of EC2 that are read, by the key of their list. */
const READERS = new Map<string, Describe>([
  [
    "Reservations",
    (entry) =>
      (Array.isArray(entry.instances) ? entry.instances : listAt(entry, "instances")).map((instance: unknown) =>
        isObject(instance) ? describeInstance(instance, textAt(entry, "ownerId")) : "an instance is no JSON object",
      ),
  ],
  ...Object.entries(DESCRIBERS).map(([list, describe]): [string, Describe] => [list, (entry) => [describe(entry)]]),
]);

export const DESCRIPTIONS: ReadonlySet<string> = new Set(READERS.keys());

/** Reads answers that describe one thing each, of which nothing but their text is kept: how a trail stands, whose a key is. */
export class KeptReader implements ObjectReader {
  readonly #sink: LogSink;

  constructor(sink: LogSink) {
    this.#sink = sink;
  }

  object(): void {
    this.#sink.accept();
  }
}

/**
 * Reads what EC2's describe calls print, and what other services say of how things are set up: each described thing is a record.
 * Source: EC2 API Reference, the Describe actions.
 */
export class DescriptionReader implements ObjectReader {
  readonly #sink: LogSink;
  readonly #read: Describe;

  constructor(sink: LogSink, list: string) {
    this.#sink = sink;
    this.#read = READERS.get(list) ?? (() => ["not an EC2 description that is read here"]);
  }

  object(entry: JsonObject, text: string): void {
    const folded = normaliseCase(entry);
    const all = isObject(folded) ? this.#read(folded) : [];
    // A reservation without instances holds no record: like a header, it has no number.
    if (all.length === 0) this.#sink.headers += 1;
    for (const described of all) {
      if (typeof described === "string") {
        this.#sink.reject(described, text);
        continue;
      }
      const record = this.#sink.accept();
      for (const part of described.said) {
        this.#sink.observe(
          observation({ event: "seen", ...part, atMs: part.atMs ?? SINCE_EVER, record, proof: "description" }),
        );
      }
      for (const rules of described.rules) this.#sink.describe({ ...rules, record, gone: false });
    }
  }
}
