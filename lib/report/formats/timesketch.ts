import { type BoardEvent, boardOf } from "@/lib/report/board/board-of";
import { type Noted, notedSubjects } from "@/lib/report/board/noted-subjects";
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

/** Names that Timesketch gives a meaning of its own, and those of what people made of an event. */
const TAKEN = new Set([
  ...["message", "datetime", "timestamp", "timestamp_desc", "tag", "__ts_emojis", "_index", "_id"],
  ...["pinned", "pin_note", "colour", "comments"],
]);

/**
 * Events as Timesketch imports them: a line each with `message`, `datetime`, `timestamp_desc` and the record's own fields, with
 * its tags, pin and comments. What people pinned, tagged or commented beside them and what they entered by hand has lines of
 * its own. Source: Timesketch's documentation, "Create timeline from JSON/JSONL/CSV file".
 */
export function timesketchLines({ events, annotations }: Pick<CaseData, "events" | "annotations">): string {
  const board = boardOf(annotations);
  const noted = notedSubjects(board);
  const lines = events.map((event) => {
    const key = event.evidence === null ? "" : `event:${event.evidence.sha256}:${event.evidence.record}`;
    // A detection names its first record, which has a line of its own or none.
    const about = event.source === "detection" ? undefined : noted.get(key);
    if (about) noted.delete(key);
    return { ...lineOf(event), ...(about === undefined ? {} : noteOf(about)) };
  });
  const beside = [...noted.values()].flatMap((about) => (about.time === null ? [] : [besideLine(about, about.time)]));
  return [...lines, ...beside, ...board.events.map(manualLine)]
    .map((line) => `${printableJson(JSON.stringify(line))}\n`)
    .join("");
}

const datetime = (at: string) => at.replace(/Z$/, "+00:00");

function lineOf({ at, source, message, instanceId, evidence, fields }: ReportEvent) {
  const own = Object.entries(fields).filter(([name, value]) => value !== null && !TAKEN.has(name));
  return {
    message,
    datetime: datetime(at),
    timestamp_desc: MEANING[source],
    data_type: `threadline:${source}`,
    ...(instanceId === null ? {} : { instance_id: instanceId }),
    ...(evidence === null
      ? {}
      : { evidence_file: evidence.file, evidence_sha256: evidence.sha256, evidence_record: evidence.record }),
    ...Object.fromEntries(own),
  };
}

function noteOf({ pinned, note, tags, colour, comments }: Noted) {
  return {
    ...(pinned ? { pinned } : {}),
    ...(note === "" ? {} : { pin_note: note }),
    ...(tags.length === 0 ? {} : { tag: tags }),
    ...(colour === null ? {} : { colour }),
    ...(comments.length === 0 ? {} : { comments }),
  };
}

function besideLine(about: Noted, time: string) {
  const { title, record } = about;
  return {
    message: title,
    datetime: datetime(time),
    timestamp_desc: "Noted by people",
    data_type: "threadline:note",
    ...(record === null ? {} : { evidence_sha256: record.sha256, evidence_record: record.record }),
    ...noteOf(about),
  };
}

function manualLine({ title, time, knownAt, detail, source, instanceId, by }: BoardEvent) {
  return {
    message: title,
    datetime: datetime(time),
    timestamp_desc: "Entered by hand",
    data_type: "threadline:manual",
    ...(instanceId === null ? {} : { instance_id: instanceId }),
    ...{ known_at: datetime(knownAt), detail, told_by: source, entered_by: by },
  };
}
