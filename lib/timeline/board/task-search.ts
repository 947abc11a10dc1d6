import { z } from "zod";
import { compareText } from "@/lib/core/compare-text";
import { PersonText } from "@/lib/core/person-text";
import { isToDo, TASK_STATE_IDS } from "@/lib/core/task-state";
import type { TaskRow } from "@/lib/timeline/board/task.types";

/** A form sends what was left empty as an empty text. */
const optional = <Schema extends z.ZodType>(schema: Schema) => schema.optional().catch(undefined);

/** What the URL of the tasks says: which of them, in which order. */
export const TaskSearch = z.object({
  /** Without one: what is still to be done. */
  state: optional(z.enum([...TASK_STATE_IDS, "all"])),
  /** An address, or `nobody`. */
  owner: optional(PersonText.min(1).max(320)),
  due: optional(z.enum(["over", "day", "none"])),
  /** One to look at: it is shown whatever else is asked for. */
  task: optional(z.uuid()),
  sort: optional(z.enum(["owner", "state", "added"])),
});
export type TaskSearch = z.infer<typeof TaskSearch>;

export const NOBODY = "nobody";
const DAY_MS = 86_400_000;

/** How long a task has been due, ms; negative before; null without a due time, or once it is done or dropped. */
export function overdueMs({ due, state }: Pick<TaskRow, "due" | "state">, nowMs: number): number | null {
  return due === null || !isToDo(state) ? null : nowMs - Date.parse(due.at);
}

/** The tasks that are asked for, in the order that is asked for: by due time first, those without one last. */
export function chooseTasks(tasks: readonly TaskRow[], search: TaskSearch, nowMs: number): TaskRow[] {
  const { state, owner, due } = search;
  const chosen = tasks.filter((task) => {
    if (task.id === search.task) return true;
    if (state === undefined ? !isToDo(task.state) : state !== "all" && task.state !== state) return false;
    if (owner !== undefined && (task.owner?.email ?? NOBODY) !== owner) return false;
    const over = overdueMs(task, nowMs);
    if (due === "over") return over !== null && over >= 0;
    if (due === "day") return over !== null && over < 0 && over >= -DAY_MS;
    return due === undefined || task.due === null;
  });
  if (search.sort === "added") return chosen;
  // Sorting keeps the order in which they were added among equals.
  const byDue = chosen.sort((one, other) => dueMs(one) - dueMs(other) || 0);
  if (search.sort === "owner") return byDue.sort((one, other) => compareOwners(one, other));
  if (search.sort === "state") return byDue.sort((one, other) => stateNo(one) - stateNo(other));
  return byDue;
}

const LAST = Number.MAX_SAFE_INTEGER;
const dueMs = ({ due }: TaskRow) => (due === null ? LAST : Date.parse(due.at));
const stateNo = ({ state }: TaskRow) => TASK_STATE_IDS.indexOf(state);

function compareOwners({ owner: one }: TaskRow, { owner: other }: TaskRow): number {
  if (one === null || other === null) return one === other ? 0 : one === null ? 1 : -1;
  return compareText(one.name.toLowerCase(), other.name.toLowerCase()) || compareText(one.email, other.email);
}
