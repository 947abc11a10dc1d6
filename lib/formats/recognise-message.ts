import type { EvidenceKind } from "@/lib/core/records";
import { isObject, parseJson } from "@/lib/formats/json/json-value";
import { jsonMessages } from "@/lib/formats/json/read-messages";
import type { MessageReader } from "@/lib/formats/line-log-reader";
import type { LogSink } from "@/lib/formats/log-sink";
import { recogniseEvent } from "@/lib/formats/recognise-event";
import { recogniseRecord } from "@/lib/formats/recognise-record";
import { isTransitGateway, readHeader } from "@/lib/formats/vpc-flow/columns";
import { looksLikeFlowRow, matchDefaultLayout } from "@/lib/formats/vpc-flow/default-layouts";
import { FlowLineReader } from "@/lib/formats/vpc-flow/flow-line-reader";
import { splitTokens } from "@/lib/formats/vpc-flow/split-tokens";

/** What one message or line is: a log that is read, or why it is not. Null when it tells nothing. */
export type MessageKind =
  | { kind: EvidenceKind; reason: null; open: (sink: LogSink) => MessageReader }
  | { kind: null; reason: string };

/** Tells a log by one of its messages: a row or the header of a flow log, or a JSON record. */
export function recogniseMessage(message: string): MessageKind | null {
  const value = message.trimStart().startsWith("{") ? parseJson(message) : undefined;
  if (isObject(value)) {
    const record = recogniseEvent(value) ?? recogniseRecord(new Set(Object.keys(value)));
    if (record === null) return null;
    if (record.kind === null) return { kind: null, reason: `${record.unread}: not read yet` };
    const { kind, reader } = record;
    return { kind, reason: null, open: (sink) => jsonMessages(sink, reader(sink)) };
  }
  const tokens: string[] = [];
  splitTokens(message, tokens);
  const columns = readHeader(tokens) ?? matchDefaultLayout(tokens);
  if (columns === null) {
    return looksLikeFlowRow(tokens) ? { kind: null, reason: "flow log without a header; needs its format" } : null;
  }
  return {
    kind: isTransitGateway(columns) ? "tgw-flow" : "vpc-flow",
    reason: null,
    open: (sink) => new FlowLineReader(sink, columns),
  };
}
