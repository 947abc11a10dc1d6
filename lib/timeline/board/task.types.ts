import type { Subject } from "@/lib/core/subject";
import type { TaskState } from "@/lib/core/task-state";

/** Something to be done in a case; times are ISO 8601 in UTC. */
export interface TaskRow {
  /** The same in every export of the case. */
  id: string;
  title: string;
  detail: string;
  state: TaskState;
  /** Since when it is so. */
  stateAt: string;
  owner: { name: string; email: string } | null;
  /** With the zone in which people agreed on it. */
  due: { at: string; zone: string } | null;
  /** What it is about, as it was called when the task was written down; null for nothing in particular. */
  about: { subject: Subject; title: string; at: string | null } | null;
  /** Who wrote it down. */
  by: string;
  createdAt: string;
  /** Grows with every change of its words. */
  version: number;
}
