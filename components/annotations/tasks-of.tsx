import Link from "next/link";
import { useAnnotations } from "@/components/annotations/marks";
import { TASK_STATES } from "@/lib/core/task-state";
import { visibleText } from "@/lib/core/visible-text";
import type { Notes } from "@/lib/timeline/annotations/marks.types";

/** The tasks about a thing, each with the way to it. */
export function TasksOf({ tasks }: Pick<Notes, "tasks">) {
  const { caseId } = useAnnotations();
  return (
    <ul aria-label="Tasks" className="grid gap-1">
      {tasks.map(({ id, title, state, owner }) => (
        <li key={id} className="flex flex-wrap items-baseline gap-x-2">
          <Link
            href={`/cases/${caseId}/tasks?${new URLSearchParams({ state: "all", task: id })}`}
            prefetch={false}
            className="text-flow underline [overflow-wrap:anywhere]"
          >
            {visibleText(title)}
          </Link>
          <span className="text-dim text-sm">
            {TASK_STATES[state]} · {owner === null ? "nobody yet" : visibleText(owner)}
          </span>
        </li>
      ))}
    </ul>
  );
}
