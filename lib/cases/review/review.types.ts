import { z } from "zod";
import { PersonText } from "@/lib/core/person-text";

/** The state of a case that waits for a reviewer. */
export const IN_REVIEW = "in-review";

/** Why one item was sent back. */
export const ReviewReason = z.object({
  /** Of lib/report/compare: the item. */
  key: PersonText.min(1).max(2000),
  title: PersonText.max(2000),
  reason: PersonText.trim().min(1, "Say why.").max(2000),
});
export type ReviewReason = z.output<typeof ReviewReason>;

export const OneReview = z.object({ caseId: z.uuid(), reviewId: z.int() });
