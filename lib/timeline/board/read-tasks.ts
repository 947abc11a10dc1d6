import type { Subject } from "@/lib/core/subject";
import type { TaskState } from "@/lib/core/task-state";
import { pool } from "@/lib/db/pool";
import { rowsAt } from "@/lib/timeline/board/rows-at";
import type { TaskRow } from "@/lib/timeline/board/task.types";

interface Row {
  id: string;
  title: string;
  detail: string;
  state: TaskState;
  state_at: Date;
  owner_name: string | null;
  owner_email: string | null;
  due_at: Date | null;
  due_zone: string | null;
  subject: Subject | null;
  subject_title: string | null;
  subject_at: Date | null;
  actor: string;
  created_at: Date;
  version: number;
}

/** A case's tasks in the order in which they were added, as they are or as they were at an instant. */
export async function readTasks(caseId: string, at: Date | null = null): Promise<TaskRow[]> {
  const { rows } = await pool().query<Row>(
    `SELECT t.*, u.name AS owner_name, u.email AS owner_email
       FROM ${rowsAt("tasks", at)} t LEFT JOIN users u ON u.id = t.owner_id ORDER BY t.position, t.id`,
    [caseId, at],
  );
  return rows.map((row) => ({
    ...{ id: row.id, title: row.title, detail: row.detail, state: row.state },
    stateAt: row.state_at.toISOString(),
    owner: row.owner_email === null ? null : { name: row.owner_name ?? row.owner_email, email: row.owner_email },
    due: row.due_at === null ? null : { at: row.due_at.toISOString(), zone: row.due_zone ?? "UTC" },
    about:
      row.subject === null
        ? null
        : { subject: row.subject, title: row.subject_title ?? "", at: row.subject_at?.toISOString() ?? null },
    ...{ by: row.actor, createdAt: row.created_at.toISOString(), version: row.version },
  }));
}
