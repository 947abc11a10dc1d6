import { z } from "zod";
import { appendAuditEntry } from "@/lib/audit/append-entry";
import type { Actor } from "@/lib/auth/person";
import { lockCase } from "@/lib/cases/lock-case";
import { getTask } from "@/lib/cases/tasks/get-task";
import { TASK_STATE_IDS } from "@/lib/core/task-state";
import { inTransaction } from "@/lib/db/client";

export const StatedTask = z.object({ caseId: z.uuid(), taskId: z.uuid(), state: z.enum(TASK_STATE_IDS) });
export type StatedTask = z.input<typeof StatedTask>;

/** Says how far a task is. Throws AppError `not-found`, and `conflict` for a closed case. */
export async function setTaskState(input: StatedTask, actor: Actor): Promise<void> {
  const { caseId, taskId, state } = StatedTask.parse(input);
  await inTransaction(async (transaction) => {
    await lockCase(transaction, { caseId, how: "update", actor, to: "tasks.change" });
    const before = await getTask(transaction, caseId, taskId);
    if (before.state === state) return;
    await transaction.task.update({
      where: { id: taskId },
      data: { state, stateAt: new Date() },
      select: { id: true },
    });
    await appendAuditEntry(transaction, {
      ...{ actor, action: "task.state-set", caseId, subject: before.title },
      detail: { task: taskId, before: { state: before.state }, after: { state } },
    });
  });
}
