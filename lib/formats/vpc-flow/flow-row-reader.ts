import { parseInstant } from "@/lib/core/instant";
import { insightsOrigin } from "@/lib/formats/cloudwatch/insights-origin";
import type { RowReader } from "@/lib/formats/csv/csv-kind";
import type { LogSink } from "@/lib/formats/log-sink";
import { isOwnField } from "@/lib/formats/vpc-flow/flow-fields";
import { compileLayout } from "@/lib/formats/vpc-flow/flow-layout";
import { FlowLineParser } from "@/lib/formats/vpc-flow/flow-line-parser";
import { nameColumns } from "@/lib/formats/vpc-flow/name-columns";

/**
 * Reads flow records out of a table's rows; `fields` are the columns by AWS's names. An empty cell is a missing value,
 * like `-` in a text log.
 */
export function flowRowReader(sink: LogSink, fields: readonly string[]): RowReader {
  const own = fields.map((_, index) => index).filter((index) => isOwnField(fields[index] ?? ""));
  const columns = own.map((index) => fields[index] ?? "");
  const parser = new FlowLineParser(sink, compileLayout(columns));
  const about = new Map(fields.map((field, index) => [field, index]));
  const hasOrigin = about.has("@timestamp") || about.has("@logStream");
  const tokens: string[] = [];
  const times = ["start", "end"].map((field) => columns.indexOf(field)).filter((at) => at >= 0);
  sink.logKey = nameColumns(columns);
  return {
    row(cells, text) {
      for (const [at, index] of own.entries()) tokens[at] = cells[index]?.trim() || "-";
      for (const at of times) tokens[at] = epochOf(tokens[at] ?? "-");
      const origin = hasOrigin ? insightsOrigin((name) => cells[about.get(name) ?? -1]) : NO_ORIGIN;
      parser.parse(text, tokens, origin);
    },
  };
}

const LONGEST_EPOCH = 16;

/** A query may print times as such (`from_unixtime(start)`); what is no time stays, to be refused with its text. */
function epochOf(text: string): string {
  const ms = text.length <= LONGEST_EPOCH ? null : parseInstant(text);
  return ms === null ? text : String(ms % 1000 === 0 ? ms / 1000 : ms);
}

const NO_ORIGIN = { eventMs: null, streamInterfaceId: null };
