import { z } from "zod";
import { appendAuditEntry } from "@/lib/audit/append-entry";
import { checkInstallation } from "@/lib/auth/check-permission";
import { type Actor, OPERATOR } from "@/lib/auth/person";
import { addFirstMembers } from "@/lib/cases/add-first-members";
import { CASE_FIELDS, type CaseSummary } from "@/lib/cases/case-summary";
import { CaseTitle } from "@/lib/cases/case-title";
import { CaseWindow } from "@/lib/cases/case-window";
import { inTransaction } from "@/lib/db/client";

export const NewCase = z.object({
  title: CaseTitle,
  /** True for the case of one command run, which is dropped when the run ends. */
  scratch: z.boolean().default(false),
  ...CaseWindow,
});
export type NewCase = z.input<typeof NewCase>;

/** Opens a case, whose lead is who opens it. Throws a ZodError when the name is empty or too long. */
export async function createCase(input: NewCase, actor: Actor = OPERATOR): Promise<CaseSummary> {
  checkInstallation(actor, "case.open");
  const data = NewCase.parse(input);
  return inTransaction(async (transaction) => {
    const created = await transaction.case.create({ data, select: CASE_FIELDS });
    await addFirstMembers(transaction, created, actor);
    await appendAuditEntry(transaction, {
      actor,
      action: "case.created",
      caseId: created.id,
      subject: created.title,
      detail: { scratch: created.scratch },
    });
    return created;
  });
}
