import { LineSplitter } from "@/lib/formats/framing/line-splitter";
import type { LogReader } from "@/lib/formats/log-reader";
import type { LogSink } from "@/lib/formats/log-sink";

const LONGEST_LINE = 1024 * 1024;
const LINE_FEED = 10;
const CARRIAGE_RETURN = 13;

/** What a CloudWatch envelope adds to a message: its event time (epoch ms) and the interface its stream is named for. */
export interface LineOrigin {
  eventMs: number | null;
  streamInterfaceId: string | null;
}

const NO_ORIGIN: LineOrigin = { eventMs: null, streamInterfaceId: null };

/** Takes the messages of a log one by one; blank ones too, which it counts. */
export interface MessageReader {
  line(text: string, origin: LineOrigin): void;
  /**
   * Reads a line of plain ASCII from its bytes; at `end` stands its line end. False when it did not and left everything as it was:
   * the line then comes as text.
   */
  bytes?(bytes: Uint8Array, from: number, end: number): boolean;
}

/** Reads a text log line by line. A line over 1 MiB is one rejection and is skipped. */
export function readLines(sink: LogSink, reader: MessageReader): LogReader {
  const overlong = (start: string) => sink.reject("line longer than 1 MiB", start);
  const line = (text: string) => {
    sink.written = text;
    reader.line(text, NO_ORIGIN);
  };
  if (!reader.bytes) return new LineSplitter({ line, overlong }, LONGEST_LINE);
  const read = reader.bytes.bind(reader);
  const splitter = new LineSplitter({ line, overlong, ascii: (...lines) => readAscii(read, ...lines) }, LONGEST_LINE);
  return Object.assign(splitter, { hasPlainLines: true });
}

function readAscii(
  read: (bytes: Uint8Array, from: number, end: number) => boolean,
  bytes: Uint8Array,
  from: number,
  end: number,
  line: (from: number, end: number) => void,
): void {
  for (let at = from; at < end; ) {
    const feed = bytes.indexOf(LINE_FEED, at);
    const stop = feed > at && bytes[feed - 1] === CARRIAGE_RETURN ? feed - 1 : feed;
    if (!read(bytes, at, stop)) line(at, feed);
    at = feed + 1;
  }
}
