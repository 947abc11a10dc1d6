import { readExportLines, splitExportLine } from "@/lib/formats/cloudwatch/export-lines";
import { nameUnread } from "@/lib/formats/known-text";
import { readLines } from "@/lib/formats/line-log-reader";
import { recogniseCsv } from "@/lib/formats/recognise-csv";
import { recogniseMessage } from "@/lib/formats/recognise-message";
import { type RecognisedFile, type Recognition, unknown } from "@/lib/formats/recognition";

const LINES_LOOKED_AT = 200;
const STREAM_OF_INTERFACE = /(?:^|[/_-])(eni-[0-9a-f]{8,17})-(?:all|accept|reject)(?![0-9a-z])/;

/** Tells a text log by its first lines: the first that is plain decides, so broken lines above it do not matter. */
export function recogniseText(file: RecognisedFile): Recognition {
  const { name, head, whole } = file;
  const table = recogniseCsv(file);
  if (table !== null) return table;
  let reason: string | null = null;
  for (const line of firstLines(head, whole)) {
    const stamped = splitExportLine(line);
    const message = recogniseMessage(stamped?.message ?? line, file.flowColumns);
    if (message === null) continue;
    reason ??= message.reason;
    if (message.kind === null) continue;
    const streamInterfaceId = STREAM_OF_INTERFACE.exec(name)?.[1] ?? null;
    return {
      kind: message.kind,
      reason: null,
      open(sink) {
        const reader = message.open(sink);
        return readLines(sink, stamped === null ? reader : readExportLines(reader, streamInterfaceId));
      },
    };
  }
  return unknown(reason ?? nameUnread(head, [...firstLines(head, whole)]) ?? "not a log that is known here");
}

/** Line by line, for the first of a log most often tells it: what stands behind is not cut then. */
function* firstLines(head: string, whole: boolean): Generator<string> {
  let from = 0;
  for (let count = 1; count <= LINES_LOOKED_AT; count++) {
    const feed = head.indexOf("\n", from);
    // The last line may be cut in the middle.
    if (feed < 0 && !whole && count > 1) return;
    const end = feed < 0 ? head.length : feed > from && head[feed - 1] === "\r" ? feed - 1 : feed;
    yield head.slice(from, end);
    if (feed < 0) return;
    from = feed + 1;
  }
}
