import { z } from "zod";
import { appendAuditEntry } from "@/lib/audit/append-entry";
import type { Actor } from "@/lib/auth/person";
import { lockCase } from "@/lib/cases/lock-case";
import { getTask } from "@/lib/cases/tasks/get-task";
import { dueWords } from "@/lib/cases/tasks/task-fields";
import { inTransaction } from "@/lib/db/client";

export const RemovedTask = z.object({ caseId: z.uuid(), taskId: z.uuid() });
export type RemovedTask = z.input<typeof RemovedTask>;

/** Takes a task away that should not be there; one that nobody will do is dropped. Throws AppError `not-found`, `conflict`. */
export async function removeTask(input: RemovedTask, actor: Actor): Promise<void> {
  const { caseId, taskId } = RemovedTask.parse(input);
  await inTransaction(async (transaction) => {
    await lockCase(transaction, { caseId, how: "update", actor, to: "tasks.change", removes: true });
    const before = await getTask(transaction, caseId, taskId);
    await transaction.task.delete({ where: { id: taskId }, select: { id: true } });
    const { title, detail, state, owner } = before;
    await appendAuditEntry(transaction, {
      ...{ actor, action: "task.removed", caseId, subject: title },
      detail: { task: taskId, before: { title, detail, state, owner: owner?.email ?? null, due: dueWords(before) } },
    });
  });
}
