import { compareText } from "@/lib/core/compare-text";
import type { Board, BoardEvent, BoardPin } from "@/lib/report/board/board-of";
import { threadBlocks } from "@/lib/report/board/thread-blocks";
import type { ReportBlock } from "@/lib/report/report-block.types";
import { NONE, reportTable } from "@/lib/report/report-table";
import type { Telling } from "@/lib/report/telling";

interface Row {
  time: string | null;
  cells: string[];
  notes: number[];
}

/** What people pinned and what they entered by hand, in the order of its times, with what was said of it. */
export function timelineBlocks({ pins, events, threads }: Board, telling: Telling): ReportBlock[] {
  const rows = [...pins.map((pin) => pinRow(pin, telling)), ...events.map((event) => eventRow(event, telling))];
  if (rows.length === 0)
    return [{ kind: "paragraph", text: "Nothing is pinned, and nobody entered an event by hand." }];
  // What has no time stands at the end, as people ordered it.
  rows.sort((a, b) => compareText(a.time ?? "~", b.time ?? "~"));
  const pinned = new Set(pins.map(({ subject }) => subject.key));
  return [
    ...reportTable(
      "Pinned, and entered by hand",
      ["Time", "What", "Note", "Tags", "From", "By"],
      rows.map(({ cells }) => cells),
      rows.map(({ notes }) => notes),
    ),
    ...threads.filter(({ subject }) => pinned.has(subject.key)).flatMap((thread) => threadBlocks(thread, telling)),
  ];
}

function pinRow({ title, time, note, tags, colour, by, subject }: BoardPin, { times, citeRecords }: Telling): Row {
  const marks = [...tags, ...(colour === null ? [] : [`marked ${colour}`])].join(", ");
  return {
    time,
    cells: [time === null ? NONE : times.instant(time), title, note, marks, "the evidence", by],
    notes: subject.record === null ? [] : citeRecords([subject.record]),
  };
}

function eventRow(event: BoardEvent, { times }: Telling): Row {
  const { title, time, knownAt, detail, source, instanceId, by } = event;
  const known = knownAt === "" ? "" : `known since ${times.instant(knownAt)}`;
  const about = [title, ...(instanceId === null ? [] : [`(${instanceId})`])].join(" ");
  return {
    time,
    cells: [
      times.instant(time),
      about,
      [detail, known].filter((text) => text).join("; "),
      "",
      `by hand: ${source}`,
      by,
    ],
    notes: [],
  };
}
