/** How far a task is, and the words for it. */
export const TASK_STATES = {
  open: "Open",
  doing: "Doing",
  done: "Done",
  dropped: "Dropped",
} as const;
export type TaskState = keyof typeof TASK_STATES;
export const TASK_STATE_IDS = Object.keys(TASK_STATES) as [TaskState, ...TaskState[]];

/** True while somebody has to do something. */
export function isToDo(state: TaskState): boolean {
  return state === "open" || state === "doing";
}
