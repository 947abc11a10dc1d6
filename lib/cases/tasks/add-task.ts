import { z } from "zod";
import { appendAuditEntry } from "@/lib/audit/append-entry";
import { type Actor, actorOf } from "@/lib/auth/person";
import { lockCase } from "@/lib/cases/lock-case";
import { checkTaskOwner } from "@/lib/cases/tasks/check-task-owner";
import { makeTasks } from "@/lib/cases/tasks/make-tasks";
import { dueColumns, dueWords, TaskDetail, TaskDue, TaskSubject, TaskTitle } from "@/lib/cases/tasks/task-fields";
import { tellOwner } from "@/lib/cases/tasks/tell-owner";
import { PersonText } from "@/lib/core/person-text";
import { subjectKey } from "@/lib/core/subject-key";
import { inTransaction } from "@/lib/db/client";

export const NewTask = z.object({
  caseId: z.uuid(),
  title: TaskTitle,
  detail: TaskDetail.default(""),
  /** Who is to do it; null: nobody yet. */
  ownerId: PersonText.min(1).max(64).nullable().default(null),
  due: TaskDue.nullable().default(null),
  about: TaskSubject.nullable().default(null),
});
export type NewTask = z.input<typeof NewTask>;

/** Writes down what is to be done, by whom and by when. Throws AppError `not-found`, `conflict` for a closed case, `invalid`. */
export async function addTask(input: NewTask, actor: Actor): Promise<{ id: string }> {
  const { caseId, title, detail, ownerId, due, about } = NewTask.parse(input);
  return inTransaction(async (transaction) => {
    await lockCase(transaction, { caseId, how: "update", actor, to: "tasks.change" });
    const owner = ownerId === null ? null : await checkTaskOwner(transaction, caseId, ownerId);
    const columns = dueColumns(due);
    const task = { title, detail, ownerId, ...columns, about, actor: actorOf(actor) };
    const [id = ""] = await makeTasks(transaction, caseId, [task]);
    await appendAuditEntry(transaction, {
      ...{ actor, action: "task.added", caseId, subject: title },
      detail: { task: id, detail, owner, due: dueWords(columns), about: about && subjectKey(about.subject) },
    });
    if (ownerId !== null) await tellOwner(transaction, { caseId, taskId: id, ownerId, title }, actor);
    return { id };
  });
}
