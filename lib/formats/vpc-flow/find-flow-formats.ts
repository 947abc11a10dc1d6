import { TextReader } from "@/lib/formats/framing/decode-text";
import { type JsonObject, textAt } from "@/lib/formats/json/json-value";
import { readJson } from "@/lib/formats/json/read-json";
import { LogSink } from "@/lib/formats/log-sink";
import { parseFlowFormat } from "@/lib/formats/vpc-flow/flow-format";

const LIST = "FlowLogs";

/**
 * The columns of flow logs by their ids (`fl-…`), out of what DescribeFlowLogs printed: `{"FlowLogs":[{"FlowLogId",
 * "LogFormat"},…]}`. Anything else has none. Errors of `chunks`, the file's bytes, pass through.
 */
export async function findFlowFormats(chunks: AsyncIterable<Uint8Array>): Promise<Map<string, string[]>> {
  const formats = new Map<string, string[]>();
  const object = (flowLog: JsonObject) => {
    const id = textAt(flowLog, "FlowLogId");
    const columns = parseFlowFormat(textAt(flowLog, "LogFormat") ?? "");
    if (id !== null && columns !== null) formats.set(id, columns);
  };
  const sink = new LogSink("unknown");
  const reader = readJson(sink, { object }, { wrapper: LIST, lines: false });
  const text = new TextReader();
  for await (const chunk of chunks) {
    for (const piece of text.read(chunk)) reader.push(piece);
    // Only what the object above has kept is wanted.
    sink.take();
  }
  reader.push(text.finish());
  reader.finish();
  return formats;
}
