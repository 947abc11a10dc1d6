import type { z } from "zod";
import { appendAuditEntry } from "@/lib/audit/append-entry";
import type { Actor } from "@/lib/auth/person";
import { lockCase } from "@/lib/cases/lock-case";
import { endReview, getOpenReview } from "@/lib/cases/review/open-review";
import { OneReview } from "@/lib/cases/review/review.types";
import { inTransaction } from "@/lib/db/client";

/** Takes the question back. Throws AppError `not-found`, `forbidden` or `conflict`. */
export async function withdrawReview(input: z.input<typeof OneReview>, actor: Actor): Promise<void> {
  const { caseId, reviewId } = OneReview.parse(input);
  await inTransaction(async (transaction) => {
    await lockCase(transaction, { caseId, how: "update", actor, to: "review.ask" });
    const { id, askedBy } = await getOpenReview(transaction, { caseId, reviewId });
    await endReview(transaction, { id, caseId, askedBy }, { state: "withdrawn", answer: "" }, actor);
    await appendAuditEntry(transaction, {
      ...{ actor, action: "review.withdrawn", caseId, subject: `review ${id}`, detail: {} },
    });
  });
}
