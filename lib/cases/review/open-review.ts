import { type Actor, actorOf } from "@/lib/auth/person";
import { AppError } from "@/lib/core/app-error";
import type { Transaction } from "@/lib/db/client";
import { tellPeople } from "@/lib/notices/tell";

/** The review that waits. The case must be locked for update. Throws AppError `conflict`. */
export async function getOpenReview(
  transaction: Transaction,
  { caseId, reviewId }: { caseId: string; reviewId: number },
) {
  const found = await transaction.caseReview.findFirst({ where: { id: reviewId, caseId, state: "asked" } });
  if (!found) throw new AppError("conflict", "This review was answered or withdrawn already.");
  return found;
}

/** The same for one of those who were asked. Throws AppError `forbidden` for anyone else. */
export async function getOwnReview(
  transaction: Transaction,
  review: { caseId: string; reviewId: number },
  actor: Actor,
) {
  const found = await getOpenReview(transaction, review);
  if (actor.id === null || !found.reviewers.includes(actor.id))
    throw new AppError("forbidden", "Only those who were asked can answer this review.");
  return found;
}

/** Ends a review; the case is open again. Who asked for it is told of an answer. */
export async function endReview(
  transaction: Transaction,
  { id, caseId, askedBy }: { id: number; caseId: string; askedBy: string },
  data: { state: string; answer: string; reasons?: { key: string; title: string; reason: string }[] },
  actor: Actor,
): Promise<void> {
  await transaction.caseReview.update({
    where: { id },
    data: { ...data, answeredBy: actorOf(actor), answeredAt: new Date() },
    select: { id: true },
  });
  await transaction.case.update({ where: { id: caseId }, data: { state: "open" }, select: { id: true } });
  if (data.state === "withdrawn") return;
  const asker = await transaction.user.findUnique({ where: { email: askedBy }, select: { id: true } });
  if (asker === null) return;
  await tellPeople(transaction, {
    ...{ caseId, to: [asker.id], kind: "review-answered", actor, path: "/review" },
    subject: `${data.state === "approved" ? "approved" : "sent back"}${data.answer === "" ? "" : `: ${data.answer}`}`,
  });
}
