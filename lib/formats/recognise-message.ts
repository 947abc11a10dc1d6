import type { EvidenceKind } from "@/lib/core/records";
import { isObject, parseJson } from "@/lib/formats/json/json-value";
import { jsonMessages } from "@/lib/formats/json/read-messages";
import type { MessageReader } from "@/lib/formats/line-log-reader";
import type { LogSink } from "@/lib/formats/log-sink";
import { recogniseEvent } from "@/lib/formats/recognise-event";
import { recogniseRecord } from "@/lib/formats/recognise-record";
import { isTransitGateway, readHeader } from "@/lib/formats/vpc-flow/columns";
import { fitsColumns, looksLikeFlowRow, matchDefaultLayout } from "@/lib/formats/vpc-flow/default-layouts";
import { NEEDS_FORMAT } from "@/lib/formats/vpc-flow/flow-format";
import { FlowLineReader } from "@/lib/formats/vpc-flow/flow-line-reader";
import { splitTokens } from "@/lib/formats/vpc-flow/split-tokens";

/** What one message or line is: a log that is read, or why it is not. Null when it tells nothing. */
export type MessageKind =
  | { kind: EvidenceKind; reason: null; open: (sink: LogSink) => MessageReader }
  | { kind: null; reason: string };

/**
 * Tells a log by one of its messages: a row or the header of a flow log, or a JSON record. `flowColumns` are those of
 * a flow log without a header, where someone has named them: they count where the values fit them.
 */
export function recogniseMessage(message: string, flowColumns: readonly string[] | null): MessageKind | null {
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
  const given = flowColumns !== null && fitsColumns(flowColumns, tokens) ? flowColumns : null;
  const columns = readHeader(tokens) ?? given ?? matchDefaultLayout(tokens);
  if (columns === null) return looksLikeFlowRow(tokens) ? needsFormat(tokens, flowColumns) : null;
  return {
    kind: isTransitGateway(columns) ? "tgw-flow" : "vpc-flow",
    reason: null,
    open: (sink) => new FlowLineReader(sink, columns),
  };
}

function needsFormat(tokens: readonly string[], flowColumns: readonly string[] | null): MessageKind {
  if (flowColumns === null) return { kind: null, reason: `${NEEDS_FORMAT}; needs its format` };
  const fault =
    tokens.length === flowColumns.length
      ? "its values are not those of the format given"
      : `its lines have ${tokens.length} values, the format given ${flowColumns.length} columns`;
  return { kind: null, reason: `${NEEDS_FORMAT}; ${fault}` };
}
