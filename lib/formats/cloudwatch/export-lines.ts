import { parseInstant } from "@/lib/core/instant";
import type { LineOrigin, MessageReader } from "@/lib/formats/line-log-reader";

const STAMPED = /^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{1,9})?Z) (.*)$/s;

/** A line of a CloudWatch Logs export: the event's time and its message; null when the line is none. */
export function splitExportLine(line: string): { eventMs: number; message: string } | null {
  const match = STAMPED.exec(line);
  const eventMs = parseInstant(match?.[1] ?? "");
  return match === null || eventMs === null ? null : { eventMs, message: match[2] ?? "" };
}

/**
 * Takes the time off the lines of a CloudWatch Logs export and gives the messages on. A line without a time is
 * given on as it is: its reader says what is wrong with it.
 */
export function readExportLines(inner: MessageReader, streamInterfaceId: string | null): MessageReader {
  return {
    line(text: string, origin: LineOrigin) {
      const stamped = splitExportLine(text);
      if (stamped === null) inner.line(text, origin);
      else inner.line(stamped.message, { eventMs: stamped.eventMs, streamInterfaceId });
    },
  };
}
