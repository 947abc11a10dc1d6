import { LineSplitter } from "@/lib/formats/framing/line-splitter";
import type { LogReader } from "@/lib/formats/log-reader";
import type { LogSink } from "@/lib/formats/log-sink";

const LONGEST_LINE = 1024 * 1024;

/** What a CloudWatch envelope adds to a message: its event time (epoch ms) and the interface its stream is named for. */
export interface LineOrigin {
  eventMs: number | null;
  streamInterfaceId: string | null;
}

const NO_ORIGIN: LineOrigin = { eventMs: null, streamInterfaceId: null };

/** Takes the messages of a log one by one; blank ones too, which it counts. */
export interface MessageReader {
  line(text: string, origin: LineOrigin): void;
}

/** Reads a text log line by line. A line over 1 MiB is one rejection and is skipped. */
export function readLines(sink: LogSink, reader: MessageReader): LogReader {
  const overlong = (start: string) => sink.reject("line longer than 1 MiB", start);
  const line = (text: string) => {
    sink.written = text;
    reader.line(text, NO_ORIGIN);
  };
  return new LineSplitter({ line, overlong }, LONGEST_LINE);
}
