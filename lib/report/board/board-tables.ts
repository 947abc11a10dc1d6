import { boardOf } from "@/lib/report/board/board-of";
import type { Annotation } from "@/lib/report/case-data.types";

type Cell = string | number | null;
type Table = [name: string, columns: string[], rows: Cell[][]];

const ABOUT = ["subject", "sha256", "record"];
const about = ({ key, record }: { key: string; record: { sha256: string; record: number } | null }): Cell[] => [
  key,
  record?.sha256 ?? null,
  record?.record ?? null,
];

/** What people pinned, said, hold possible and want done, a table each; times as they are. */
export function boardTables(annotations: readonly Annotation[]): Table[] {
  const { pins, threads, hypotheses, tasks, events, tags, colours } = boardOf(annotations);
  return [
    [
      "pins",
      ["place", "time", "title", ...ABOUT, "note", "tags", "colour", "by", "pinned_at"],
      pins.map((row, at) => [
        ...[at + 1, row.time, row.title, ...about(row.subject), row.note],
        ...[row.tags.join(" "), row.colour, row.by, row.at],
      ]),
    ],
    [
      "tags",
      ["tag", "title", "time", ...ABOUT, "by"],
      tags.map((row) => [row.tag, row.title, row.time, ...about(row.subject), row.by]),
    ],
    [
      "colours",
      ["colour", "title", "time", ...ABOUT, "by"],
      colours.map((row) => [row.colour, row.title, row.time, ...about(row.subject), row.by]),
    ],
    [
      "comments",
      ["thread", "title", "time", ...ABOUT, "by", "written_at", "comment", "taken_back_at", "settled_by", "settled_at"],
      threads.flatMap(({ id, title, time, subject, comments, resolved }) =>
        comments.map(({ by, at, body, deletedAt }) => [
          ...[id, title, time, ...about(subject), by, at, body, deletedAt],
          ...[resolved?.by ?? null, resolved?.at ?? null],
        ]),
      ),
    ],
    [
      "hypotheses",
      ["hypothesis", "statement", "state", "why", "judged_by", "by", "written_at"],
      hypotheses.map((row) => [row.id, row.title, row.state, row.why, row.judgedBy, row.by, row.at]),
    ],
    [
      "citations",
      ["hypothesis", "side", "time", "title", ...ABOUT, "note", "by"],
      hypotheses.flatMap(({ id, cited }) =>
        cited.map((row) => [id, row.side, row.at, row.title, ...about(row.subject), row.note, row.by]),
      ),
    ],
    [
      "tasks",
      ["task", "title", "about", ...ABOUT, "state", "owner", "due_at", "due_zone", "detail", "by", "written_at"],
      tasks.map((row) => [
        ...[row.id, row.title, row.about?.title ?? null],
        ...(row.about === null ? [null, null, null] : about(row.about.subject)),
        ...[row.state, row.owner, row.due?.at ?? null, row.due?.zone ?? null],
        ...[row.detail, row.by, row.at],
      ]),
    ],
    [
      "manual-events",
      ["event", "time", "known_at", "title", "detail", "source", "instance", "by", "entered_at"],
      events.map((row) => [
        ...[row.id, row.time, row.knownAt, row.title, row.detail, row.source, row.instanceId, row.by, row.at],
      ]),
    ],
  ];
}
