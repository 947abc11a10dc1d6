import { z } from "zod";
import { appendAuditEntry } from "@/lib/audit/append-entry";
import { isAllowed } from "@/lib/auth/permissions";
import { type Actor, actorOf } from "@/lib/auth/person";
import { lockCase } from "@/lib/cases/lock-case";
import { IN_REVIEW } from "@/lib/cases/review/review.types";
import { AppError } from "@/lib/core/app-error";
import { PersonText } from "@/lib/core/person-text";
import { inTransaction } from "@/lib/db/client";
import { tellPeople } from "@/lib/notices/tell";

export const AskedReview = z.object({
  caseId: z.uuid(),
  /** Ids of people on the case. */
  reviewers: z
    .array(PersonText.min(1).max(100))
    .min(1, "Choose who shall review it.")
    .max(50)
    .transform((ids) => [...new Set(ids)]),
  note: PersonText.trim().max(4000).default(""),
});
export type AskedReview = z.input<typeof AskedReview>;

/**
 * Asks people on the case to review it; work may go on meanwhile. Throws AppError `not-found`, `forbidden`, `invalid` for someone
 * who is not on the case or may not review it, and `conflict` unless the case is open.
 */
export async function askReview(input: AskedReview, actor: Actor): Promise<{ reviewId: number }> {
  const { caseId, reviewers, note } = AskedReview.parse(input);
  return inTransaction(async (transaction) => {
    const state = await lockCase(transaction, { caseId, how: "update", actor, to: "review.ask" });
    if (state === IN_REVIEW) throw new AppError("conflict", "A review is under way already.");
    if (state !== "open") throw new AppError("conflict", "Only an open case can be reviewed.");
    const members = await transaction.caseMember.findMany({
      where: { caseId, userId: { in: reviewers }, user: { disabledAt: null } },
      include: { user: { select: { email: true } } },
    });
    const able = members.filter(({ role }) => isAllowed(role as Parameters<typeof isAllowed>[0], "review.answer"));
    if (able.length < reviewers.length)
      throw new AppError("invalid", "Only leads and reviewers of this case can review it.");
    const { id } = await transaction.caseReview.create({
      data: { caseId, reviewers, note, askedBy: actorOf(actor) },
      select: { id: true },
    });
    await transaction.case.update({ where: { id: caseId }, data: { state: IN_REVIEW }, select: { id: true } });
    await appendAuditEntry(transaction, {
      ...{ actor, action: "review.asked", caseId, subject: `review ${id}` },
      detail: { of: able.map(({ user }) => user.email).sort(), note: note.slice(0, 500) },
    });
    await tellPeople(transaction, {
      ...{ caseId, to: reviewers, kind: "review-asked", actor, path: "/review" },
      subject: note === "" ? "the whole case" : note,
    });
    return { reviewId: id };
  });
}
