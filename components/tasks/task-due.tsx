"use client";

import { formatDuration } from "@/components/format/format-time";
import { timesIn } from "@/components/format/times";
import { useTimes } from "@/components/shell/zone";
import type { TaskRow } from "@/lib/timeline/board/task.types";
import { overdueMs } from "@/lib/timeline/board/task-search";

const SOON_MS = 86_400_000;

/** When a task is due, in the zone of the page, and how far that is off; on hover as it was agreed on. */
export function TaskDue({ task, nowMs }: { task: TaskRow; nowMs: number }) {
  const times = useTimes();
  if (task.due === null) return <span className="text-faint">no due time</span>;
  const ms = Date.parse(task.due.at);
  const over = overdueMs(task, nowMs);
  return (
    <span className="inline-flex flex-wrap gap-x-2">
      <time
        dateTime={task.due.at}
        title={`Given as ${timesIn(task.due.zone).instant(ms)}, ${task.due.zone}`}
        className="mono"
      >
        {times.dayClock(ms)}
      </time>
      {over === null ? null : over >= 0 ? (
        <span className="font-medium text-flag">overdue by {formatDuration(over)}</span>
      ) : over >= -SOON_MS ? (
        <span className="text-warn">in {formatDuration(over)}</span>
      ) : null}
    </span>
  );
}
