import type { FetchNote } from "@/lib/core/fetch-note";
import { isInstant } from "@/lib/core/instant";
import {
  isObject,
  type JsonObject,
  listAt,
  numberAt,
  objectAt,
  sortedJson,
  textAt,
} from "@/lib/formats/json/json-value";
import type { ObjectReader } from "@/lib/formats/json/read-json";
import type { LogSink } from "@/lib/formats/log-sink";

const SOURCES = ["vpc-flow", "tgw-flow", "dns", "cloudtrail"] as const;
const LONGEST = 1000;

/** The member that says which request got an answer, or why there is none. */
export const FETCH_MEMBER = "threadlineFetch";

/** True for a line that holds nothing but a note of a fetch. */
export function isNote(object: JsonObject): boolean {
  return Object.keys(object).length === 1 && isObject(objectAt(object, FETCH_MEMBER).failed);
}

/** Reads what a fetch wrote down of what it could not bring: a line of JSON each, as Threadline writes it. */
export class FetchNoteReader implements ObjectReader {
  readonly #sink: LogSink;

  constructor(sink: LogSink) {
    this.#sink = sink;
  }

  object(value: JsonObject, text: string): void {
    if (!isNote(value)) {
      this.#sink.reject("no note of a fetch", text);
      return;
    }
    const note = objectAt(value, FETCH_MEMBER);
    const failed = objectAt(note, "failed");
    this.#sink.fetchNote({
      record: this.#sink.accept(),
      ...{ fromMs: instantAt(note, "fromMs"), toMs: instantAt(note, "toMs") },
      ...{
        code: short(textAt(failed, "code")),
        message: short(textAt(failed, "message")),
        title: short(textAt(note, "title")),
      },
      covers: [
        ...new Map(
          listAt(note, "covers")
            .flatMap(coverOf)
            .map((one) => [sortedJson(one), one]),
        ).values(),
      ],
    });
  }
}

function coverOf(cover: JsonObject): FetchNote["covers"] {
  const source = SOURCES.find((known) => known === textAt(cover, "source"));
  const subject = textAt(cover, "subject");
  return source === undefined || subject === null ? [] : [{ source, subject: short(subject) }];
}

function instantAt(note: JsonObject, name: string): number | null {
  const ms = numberAt(note, name);
  return ms !== null && isInstant(ms) ? Math.trunc(ms) : null;
}

function short(text: string | null): string {
  return (text ?? "").slice(0, LONGEST).replaceAll("\0", "\uFFFD");
}
