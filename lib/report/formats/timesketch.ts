import type { CaseData } from "@/lib/report/case-data.types";
import { printableJson } from "@/lib/report/printable-json";
import type { ReportEvent } from "@/lib/report/report-event.types";

const MEANING: Record<ReportEvent["source"], string> = {
  flow: "Start of flow",
  dns: "Name looked up",
  api: "API called",
  finding: "First seen by finding",
  detection: "First seen by detector",
};

/** Names that Timesketch gives a meaning of its own. */
const TAKEN = new Set(["message", "datetime", "timestamp", "timestamp_desc", "tag", "__ts_emojis", "_index", "_id"]);

/**
 * Events as Timesketch imports them: a line each with `message`, `datetime`, `timestamp_desc` and the record's own fields.
 * Source: Timesketch's documentation, "Create timeline from JSON/JSONL/CSV file".
 */
export function timesketchLines({ events }: Pick<CaseData, "events">): string {
  return events.map((event) => `${printableJson(JSON.stringify(lineOf(event)))}\n`).join("");
}

function lineOf({ at, source, message, instanceId, evidence, fields }: ReportEvent) {
  const own = Object.entries(fields).filter(([name, value]) => value !== null && !TAKEN.has(name));
  return {
    message,
    datetime: at.replace(/Z$/, "+00:00"),
    timestamp_desc: MEANING[source],
    data_type: `threadline:${source}`,
    ...(instanceId === null ? {} : { instance_id: instanceId }),
    ...(evidence === null
      ? {}
      : { evidence_file: evidence.file, evidence_sha256: evidence.sha256, evidence_record: evidence.record }),
    ...Object.fromEntries(own),
  };
}
