import { isObject, isWithinDepth, parseJson } from "@/lib/formats/json/json-value";
import type { ObjectReader } from "@/lib/formats/json/read-json";
import type { MessageReader } from "@/lib/formats/line-log-reader";
import type { LogSink } from "@/lib/formats/log-sink";

const DEEPEST = 256;

/** Messages that are JSON objects themselves, handed to the reader of such objects. */
export function jsonMessages(sink: LogSink, reader: ObjectReader): MessageReader {
  return {
    line(text) {
      if (text.trim() === "") {
        sink.blank += 1;
        return;
      }
      const value = parseJson(text);
      if (isObject(value) && isWithinDepth(value, DEEPEST)) reader.object(value, text);
      else sink.reject("not JSON", text);
    },
  };
}
