import { z } from "zod";
import { appendAuditEntry } from "@/lib/audit/append-entry";
import { type Actor, actorOf } from "@/lib/auth/person";
import { lockCase } from "@/lib/cases/lock-case";
import { makeTasks } from "@/lib/cases/tasks/make-tasks";
import { AppError } from "@/lib/core/app-error";
import { EC2_PLAN } from "@/lib/core/ec2-plan";
import { inTransaction } from "@/lib/db/client";

export const AddedPlan = z.object({ caseId: z.uuid() });
export type AddedPlan = z.input<typeof AddedPlan>;

/**
 * Adds the tasks of a compromised instance, those that the case has not by the same words; each is a task like any other
 * from then on. Throws AppError `not-found`, `conflict` for a closed case or where all are there, `invalid`.
 */
export async function addTaskPlan(input: AddedPlan, actor: Actor): Promise<{ added: number }> {
  const { caseId } = AddedPlan.parse(input);
  return inTransaction(async (transaction) => {
    await lockCase(transaction, { caseId, how: "update", actor, to: "tasks.plan" });
    const there = await transaction.task.findMany({ where: { caseId }, select: { title: true } });
    const known = new Set(there.map(({ title }) => title));
    const missing = EC2_PLAN.filter(({ title }) => !known.has(title));
    if (missing.length === 0) throw new AppError("conflict", "The case has all tasks of the plan already.");
    const ids = await makeTasks(
      transaction,
      caseId,
      missing.map((task) => ({ ...task, actor: actorOf(actor) })),
    );
    for (const [index, { title, detail }] of missing.entries())
      await appendAuditEntry(transaction, {
        ...{ actor, action: "task.added", caseId, subject: title },
        detail: { task: ids[index] ?? null, detail, plan: "compromised instance" },
      });
    return { added: missing.length };
  });
}
