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
  const lines = head.split(/\r?\n/, LINES_LOOKED_AT);
  // The last line may be cut in the middle.
  if (!whole && lines.length > 1 && lines.length < LINES_LOOKED_AT) lines.pop();
  let reason: string | null = null;
  for (const line of lines) {
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
  return unknown(reason ?? nameUnread(head, lines) ?? "not a log that is known here");
}
