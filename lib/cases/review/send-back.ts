import { z } from "zod";
import { appendAuditEntry } from "@/lib/audit/append-entry";
import type { Actor } from "@/lib/auth/person";
import { lockCase } from "@/lib/cases/lock-case";
import { endReview, getOwnReview } from "@/lib/cases/review/open-review";
import { OneReview, ReviewReason } from "@/lib/cases/review/review.types";
import { PersonText } from "@/lib/core/person-text";
import { inTransaction } from "@/lib/db/client";

const MOST_REASONS = 500;

export const SentBack = OneReview.extend({
  answer: PersonText.trim().max(4000).default(""),
  reasons: z.array(ReviewReason).max(MOST_REASONS).default([]),
}).refine(({ answer, reasons }) => answer !== "" || reasons.length > 0, "Say what is to be mended.");
export type SentBack = z.input<typeof SentBack>;

/** Sends a case back to those who work on it, with reasons. Throws AppError `not-found`, `forbidden` or `conflict`. */
export async function sendBack(input: SentBack, actor: Actor): Promise<void> {
  const { caseId, reviewId, answer, reasons } = SentBack.parse(input);
  await inTransaction(async (transaction) => {
    await lockCase(transaction, { caseId, how: "update", actor, to: "review.answer" });
    const { id, askedBy } = await getOwnReview(transaction, { caseId, reviewId }, actor);
    await endReview(transaction, { id, caseId, askedBy }, { state: "sent-back", answer, reasons }, actor);
    await appendAuditEntry(transaction, {
      ...{ actor, action: "review.sent-back", caseId, subject: `review ${id}` },
      detail: {
        answer: answer.slice(0, 500),
        items: reasons.map(({ title, reason }) => `${title}: ${reason}`.slice(0, 300)),
      },
    });
  });
}
