import { z } from "zod";
import { appendAuditEntry } from "@/lib/audit/append-entry";
import type { Actor } from "@/lib/auth/person";
import { lockCase } from "@/lib/cases/lock-case";
import { checkTaskOwner } from "@/lib/cases/tasks/check-task-owner";
import { getTask } from "@/lib/cases/tasks/get-task";
import { tellOwner } from "@/lib/cases/tasks/tell-owner";
import { PersonText } from "@/lib/core/person-text";
import { inTransaction } from "@/lib/db/client";

export const AssignedTask = z.object({
  caseId: z.uuid(),
  taskId: z.uuid(),
  /** Null: nobody. */
  ownerId: PersonText.min(1).max(64).nullable(),
});
export type AssignedTask = z.input<typeof AssignedTask>;

/** Gives a task to someone on the case, or to nobody. Throws AppError `not-found`, `conflict` for a closed case, `invalid`. */
export async function assignTask(input: AssignedTask, actor: Actor): Promise<void> {
  const { caseId, taskId, ownerId } = AssignedTask.parse(input);
  await inTransaction(async (transaction) => {
    await lockCase(transaction, { caseId, how: "update", actor, to: "tasks.change" });
    const before = await getTask(transaction, caseId, taskId);
    if (before.ownerId === ownerId) return;
    const owner = ownerId === null ? null : await checkTaskOwner(transaction, caseId, ownerId);
    await transaction.task.update({ where: { id: taskId }, data: { ownerId }, select: { id: true } });
    await appendAuditEntry(transaction, {
      ...{ actor, action: "task.assigned", caseId, subject: before.title },
      detail: { task: taskId, before: { owner: before.owner?.email ?? null }, after: { owner } },
    });
    if (ownerId !== null) await tellOwner(transaction, { caseId, taskId, ownerId, title: before.title }, actor);
  });
}
