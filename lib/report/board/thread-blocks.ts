import type { Board, BoardThread } from "@/lib/report/board/board-of";
import type { ReportBlock } from "@/lib/report/report-block.types";
import type { Telling } from "@/lib/report/telling";

/** What people said of one thing, each comment as it was written. */
export function threadBlocks(thread: BoardThread, { times, citeRecords }: Telling): ReportBlock[] {
  const { title, time, subject, comments, resolved } = thread;
  const about = time === null ? title : `${title}, ${times.instant(time)}`;
  const settled = resolved === null ? "" : ` (settled by ${resolved.by}, ${times.instant(resolved.at)})`;
  return [
    {
      kind: "list",
      label: `Said of ${about}${settled}`,
      items: comments.map(({ by, at, body, deletedAt }) => {
        const words = deletedAt === null ? body.replace(/\s+/g, " ").trim() : "taken back";
        return `${by}, ${times.instant(at)}: ${words}`;
      }),
      ...(subject.record === null ? {} : { notes: [citeRecords([subject.record])] }),
    },
  ];
}

/** All that was said; `elsewhere` are the keys of subjects whose comments stand in another section. */
export function commentBlocks({ threads }: Board, telling: Telling, elsewhere: ReadonlySet<string>): ReportBlock[] {
  const here = threads.filter(({ subject }) => !elsewhere.has(subject.key));
  if (here.length > 0) return here.flatMap((thread) => threadBlocks(thread, telling));
  const text =
    threads.length === 0
      ? "Nobody commented on anything."
      : "All comments are on what is pinned, and stand in its timeline.";
  return [{ kind: "paragraph", text }];
}
