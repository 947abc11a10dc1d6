import { TASK_STATES } from "@/lib/core/task-state";
import type { Board } from "@/lib/report/board/board-of";
import type { ReportBlock } from "@/lib/report/report-block.types";
import { NONE, reportTable } from "@/lib/report/report-table";
import type { Telling } from "@/lib/report/telling";

/** What is to be done, by whom and until when. */
export function taskBlocks({ tasks }: Board, { times, citeRecords }: Telling): ReportBlock[] {
  if (tasks.length === 0) return [{ kind: "paragraph", text: "Nobody wrote down a task." }];
  return reportTable(
    "Tasks",
    ["Task", "About", "State", "Owner", "Due", "Detail", "Written by"],
    tasks.map(({ title, about, state, owner, due, detail, by }) => [
      title,
      about?.title ?? NONE,
      Object.hasOwn(TASK_STATES, state) ? TASK_STATES[state as keyof typeof TASK_STATES] : state,
      owner ?? "nobody yet",
      due === null ? NONE : times.instant(due.at),
      detail,
      by,
    ]),
    tasks.map(({ about }) => (about?.subject.record ? citeRecords([about.subject.record]) : [])),
  );
}
