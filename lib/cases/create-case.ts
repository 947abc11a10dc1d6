import { z } from "zod";
import { appendAuditEntry, LOCAL_ACTOR } from "@/lib/audit/append-entry";
import { CASE_COLUMNS, type CaseRow, type CaseSummary, caseSummary } from "@/lib/cases/case-summary";
import { withTransaction } from "@/lib/db/pool";

export const NewCase = z.object({
  title: z.string().trim().min(1, "A case needs a name.").max(200, "A case's name has 200 characters at most."),
  /** True for the case of one command run, which is dropped when the run ends. */
  scratch: z.boolean().default(false),
});
export type NewCase = z.input<typeof NewCase>;

/** Opens a case. Throws a ZodError when the name is empty or too long. */
export async function createCase(input: NewCase, actor = LOCAL_ACTOR): Promise<CaseSummary> {
  const { title, scratch } = NewCase.parse(input);
  return withTransaction(async (client) => {
    const created = await client.query<CaseRow>(
      `INSERT INTO cases (title, scratch, updated_at) VALUES ($1, $2, now())
       RETURNING ${CASE_COLUMNS}`,
      [title, scratch],
    );
    const summary = caseSummary(created.rows[0] as CaseRow);
    await appendAuditEntry(client, {
      actor,
      action: "case.created",
      caseId: summary.id,
      subject: title,
      detail: { scratch },
    });
    return summary;
  });
}
