import { z } from "zod";
import { appendAuditEntry } from "@/lib/audit/append-entry";
import type { Actor } from "@/lib/auth/person";
import { lockCase } from "@/lib/cases/lock-case";
import { getTask } from "@/lib/cases/tasks/get-task";
import { dueColumns, dueWords, TaskDetail, TaskDue, TaskTitle } from "@/lib/cases/tasks/task-fields";
import { AppError } from "@/lib/core/app-error";
import { inTransaction } from "@/lib/db/client";

export const EditedTask = z.object({
  caseId: z.uuid(),
  taskId: z.uuid(),
  /** What the person saw when they began to write. */
  version: z.number().int().positive(),
  title: TaskTitle,
  detail: TaskDetail,
  due: TaskDue.nullable(),
});
export type EditedTask = z.input<typeof EditedTask>;

/**
 * Changes a task's words and when it is due. Throws AppError `not-found`, `conflict` for a closed case or a task that someone
 * else has written to meanwhile.
 */
export async function editTask(input: EditedTask, actor: Actor): Promise<void> {
  const { caseId, taskId, version, title, detail, due } = EditedTask.parse(input);
  await inTransaction(async (transaction) => {
    await lockCase(transaction, { caseId, how: "update", actor, to: "tasks.change" });
    const before = await getTask(transaction, caseId, taskId);
    if (before.version !== version)
      throw new AppError("conflict", "Someone else has changed this task meanwhile: look at it again.");
    const after = { title, detail, ...dueColumns(due) };
    await transaction.task.update({
      where: { id: taskId },
      data: { ...after, version: { increment: 1 } },
      select: { id: true },
    });
    await appendAuditEntry(transaction, {
      ...{ actor, action: "task.edited", caseId, subject: title },
      detail: {
        task: taskId,
        before: { title: before.title, detail: before.detail, due: dueWords(before) },
        after: { title, detail, due: dueWords(after) },
      },
    });
  });
}
