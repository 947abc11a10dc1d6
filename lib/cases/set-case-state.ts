import { z } from "zod";
import { appendAuditEntry } from "@/lib/audit/append-entry";
import type { Actor } from "@/lib/auth/person";
import { lockCase } from "@/lib/cases/lock-case";
import { AppError } from "@/lib/core/app-error";
import { inTransaction } from "@/lib/db/client";

export const CaseState = z.object({ caseId: z.uuid(), state: z.enum(["open", "closed"]) });
export type CaseState = z.input<typeof CaseState>;

/** Closes a case, or opens it again. Throws AppError `not-found`, and `conflict` when it is so already. */
export async function setCaseState(input: CaseState, actor: Actor): Promise<void> {
  const { caseId, state } = CaseState.parse(input);
  await inTransaction(async (transaction) => {
    const was = await lockCase(transaction, { caseId, how: "update", actor, to: "case.close" });
    if (was === state) throw new AppError("conflict", `This case is ${state} already.`);
    const { title } = await transaction.case.update({
      where: { id: caseId },
      data: { state },
      select: { title: true },
    });
    const action = state === "closed" ? "case.closed" : "case.reopened";
    await appendAuditEntry(transaction, { actor, action, caseId, subject: title, detail: {} });
  });
}
