import { z } from "zod";
import { appendAuditEntry, LOCAL_ACTOR } from "@/lib/audit/append-entry";
import { CASE_FIELDS, type CaseSummary } from "@/lib/cases/case-summary";
import { inTransaction } from "@/lib/db/client";

export const NewCase = z.object({
  title: z.string().trim().min(1, "A case needs a name.").max(200, "A case's name has 200 characters at most."),
  /** True for the case of one command run, which is dropped when the run ends. */
  scratch: z.boolean().default(false),
  /** The time the case is about, half open; without it all of its evidence is. */
  windowFrom: z.date().nullable().default(null),
  windowTo: z.date().nullable().default(null),
});
export type NewCase = z.input<typeof NewCase>;

/** Opens a case. Throws a ZodError when the name is empty or too long. */
export async function createCase(input: NewCase, actor = LOCAL_ACTOR): Promise<CaseSummary> {
  const data = NewCase.parse(input);
  return inTransaction(async (transaction) => {
    const created = await transaction.case.create({ data, select: CASE_FIELDS });
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
