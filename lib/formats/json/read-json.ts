import { JsonCutter, LARGEST_VALUE } from "@/lib/formats/framing/json-cutter";
import { LineSplitter } from "@/lib/formats/framing/line-splitter";
import { isObject, isWithinDepth, parseJson } from "@/lib/formats/json/json-value";
import type { LogReader } from "@/lib/formats/log-reader";
import type { LogSink } from "@/lib/formats/log-sink";

/** Takes the objects of a file one by one; `text` is what stood in the file. */
export interface ObjectReader {
  object(value: Record<string, unknown>, text: string): void;
  /** For logs whose records are lists: rows of Logs Insights. */
  row?(value: unknown[], text: string): void;
}

/** How a file of JSON is cut. */
export interface JsonShape {
  /** The key of the outer object whose array holds the records; null where objects stand by themselves. */
  wrapper: string | null;
  /** One value a line: a broken line then costs itself alone. */
  lines: boolean;
}

/** Lists that stand for themselves wherever they come: a page of results may be one line of a file. */
const PAGES = ["Records", "Events", "Findings", "findings"];

/** Deeper values are refused: readers follow values by calling themselves. */
const DEEPEST = 256;
/** Names that begin a record wherever it stands, to find the next one after a broken first one. */
const FIRST_NAMES = ["eventVersion", "schemaVersion"];

function pageOf(value: unknown): unknown[] | null {
  if (!isObject(value)) return null;
  const name = PAGES.find((key) => Array.isArray(value[key]));
  return name === undefined ? null : (value[name] as unknown[]);
}

function isFieldRow(value: unknown[]): boolean {
  return isObject(value[0]) && ("field" in value[0] || Object.keys(value[0]).length === 1);
}

function giveObjects(sink: LogSink, reader: ObjectReader, wrapper: string | null, text: string): boolean {
  const value = parseJson(text);
  if (value === undefined) return false;
  const inner =
    isObject(value) && wrapper !== null && Array.isArray(value[wrapper]) ? value[wrapper] : (pageOf(value) ?? value);
  if (wrapper === null && Array.isArray(value) && reader.row && isFieldRow(value)) {
    give(sink, reader, value, text);
    return true;
  }
  // An empty page holds no record: like a header, it has no number.
  if (Array.isArray(inner) && inner.length === 0) sink.headers += 1;
  if (!Array.isArray(inner)) give(sink, reader, inner, text);
  else if (!isWithinDepth(inner, DEEPEST)) sink.reject(`brackets more than ${DEEPEST} deep`, text);
  else {
    sink.asWritten = false;
    for (const item of inner) give(sink, reader, item, JSON.stringify(item));
    sink.asWritten = true;
  }
  return true;
}

function give(sink: LogSink, reader: ObjectReader, value: unknown, text: string): void {
  if (Array.isArray(value) && reader.row) {
    sink.written = text;
    reader.row(value, text);
  } else if (!isObject(value)) sink.reject("not a JSON object", text);
  else if (!isWithinDepth(value, DEEPEST)) sink.reject(`brackets more than ${DEEPEST} deep`, text);
  else {
    sink.written = text;
    reader.object(value, text);
  }
}

/** Reads a file of JSON as a stream and hands its objects to a reader; what is no JSON becomes a rejection. */
export function readJson(sink: LogSink, reader: ObjectReader, { wrapper, lines }: JsonShape): LogReader {
  const cutter = (outer: string | null) =>
    new JsonCutter(
      {
        value: (text) => {
          if (!giveObjects(sink, reader, null, text)) sink.reject("not JSON", text);
        },
        broken: (reason, start) => sink.reject(reason, start),
      },
      outer,
      FIRST_NAMES,
    );
  if (!lines) return cutter(wrapper);
  return new LineSplitter(
    {
      line(text) {
        if (text.trim() === "") sink.blank += 1;
        else if (!giveObjects(sink, reader, wrapper, text)) {
          // Several objects on one line, or a broken one.
          const pieces = cutter(null);
          pieces.push(text);
          pieces.finish();
        }
      },
      overlong: (start) => sink.reject("larger than 16 MiB", start),
    },
    LARGEST_VALUE,
  );
}
