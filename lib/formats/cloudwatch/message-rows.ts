import { insightsOrigin } from "@/lib/formats/cloudwatch/insights-origin";
import { logKeyOf } from "@/lib/formats/cloudwatch/stream-name";
import type { CsvKind } from "@/lib/formats/csv/csv-kind";
import { recogniseMessage } from "@/lib/formats/recognise-message";

const NAMES = ["@message", "message"];

/**
 * Rows that carry whole messages of a log: Logs Insights results with `@message`, and tables made of CloudWatch events.
 * The first row whose message tells what it is decides.
 */
export const messageRows: CsvKind = (names, firstRows, flowColumns) => {
  const at = names.findIndex((name) => NAMES.includes(name));
  const timestamp = names.some((name) => name.startsWith("@") || name === "timestamp");
  if (at < 0 || !timestamp) return null;
  const messages = firstRows.map((row) => recogniseMessage(row[at] ?? "", flowColumns));
  const known = messages.find((message) => message !== null && message.kind !== null) ?? messages.find(Boolean);
  if (!known) return { kind: null, reason: "CloudWatch Logs messages that are no log that is known here" };
  if (known.kind === null) return known;
  const { kind, open } = known;
  const stream = names.indexOf("@logStream");
  const log = names.indexOf("@log");
  return {
    kind,
    reason: null,
    open(sink) {
      const inner = open(sink);
      let named = stream < 0;
      return {
        row(cells) {
          if (!named) sink.logKey = logKeyOf(cells[log] ?? null, cells[stream] ?? "");
          named = true;
          const message = (cells[at] ?? "").replace(/\r?\n$/, "");
          inner.line(
            message,
            insightsOrigin((name) => cells[names.indexOf(name)]),
          );
        },
      };
    },
  };
};
