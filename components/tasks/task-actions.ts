import type { ActionResult } from "@/lib/core/action-result";
import type { TaskState } from "@/lib/core/task-state";

type Act<Input> = (input: Input) => Promise<ActionResult<unknown>>;
interface Due {
  at: string;
  zone: string;
}

/** What can be done with tasks from the pages of a case, handed down by them. */
export interface TaskActions {
  add: Act<{ caseId: string; title: string; detail: string; ownerId: string | null; due: Due | null }>;
  addPlan: Act<{ caseId: string }>;
  edit: Act<{ caseId: string; taskId: string; version: number; title: string; detail: string; due: Due | null }>;
  assign: Act<{ caseId: string; taskId: string; ownerId: string | null }>;
  setState: Act<{ caseId: string; taskId: string; state: TaskState }>;
  remove: Act<{ caseId: string; taskId: string }>;
}

/** Someone whom a task can be given to. */
export interface TaskOwner {
  id: string;
  name: string;
  email: string;
}
