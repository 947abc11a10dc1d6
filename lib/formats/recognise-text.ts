import { readExportLines, splitExportLine } from "@/lib/formats/cloudwatch/export-lines";
import { readLines } from "@/lib/formats/line-log-reader";
import { type RecognisedFile, type Recognition, unknown } from "@/lib/formats/recognition";
import { isTransitGateway, readHeader } from "@/lib/formats/vpc-flow/columns";
import { looksLikeFlowRow, matchDefaultLayout } from "@/lib/formats/vpc-flow/default-layouts";
import { FlowLineReader } from "@/lib/formats/vpc-flow/flow-line-reader";
import { splitTokens } from "@/lib/formats/vpc-flow/split-tokens";

const LINES_LOOKED_AT = 200;
const STREAM_OF_INTERFACE = /(?:^|[/_-])(eni-[0-9a-f]{8,17})-(?:all|accept|reject)(?![0-9a-z])/;

/** The columns a line gives or fits: a header's, or a default layout's. */
function columnsOf(tokens: readonly string[]): readonly string[] | null {
  return readHeader(tokens) ?? matchDefaultLayout(tokens);
}

/** Tells a text log by its first lines: the first that is plain decides, so broken lines above it do not matter. */
export function recogniseText({ name, head, whole }: RecognisedFile): Recognition {
  const lines = head.split(/\r?\n/, LINES_LOOKED_AT);
  // The last line may be cut in the middle.
  if (!whole && lines.length > 1 && lines.length < LINES_LOOKED_AT) lines.pop();
  const tokens: string[] = [];
  let headerless = false;
  for (const line of lines) {
    const stamped = splitExportLine(line);
    splitTokens(stamped?.message ?? line, tokens);
    const columns = columnsOf(tokens);
    if (columns) {
      return flowLog(
        columns,
        stamped === null ? null : (STREAM_OF_INTERFACE.exec(name)?.[1] ?? null),
        stamped !== null,
      );
    }
    headerless ||= looksLikeFlowRow(tokens);
  }
  if (headerless) return unknown("flow log without a header; needs its format");
  return unknown("not a log that is known here");
}

function flowLog(columns: readonly string[], streamInterfaceId: string | null, exported: boolean): Recognition {
  return {
    kind: isTransitGateway(columns) ? "tgw-flow" : "vpc-flow",
    reason: null,
    open(sink) {
      const lines = new FlowLineReader(sink, columns);
      return readLines(sink, exported ? readExportLines(lines, streamInterfaceId) : lines);
    },
  };
}
