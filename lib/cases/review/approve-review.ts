import { appendAuditEntry } from "@/lib/audit/append-entry";
import { type Actor, actorOf } from "@/lib/auth/person";
import { lockCase } from "@/lib/cases/lock-case";
import { type CaseStanding, hasOwnWork, readStanding, standsStill } from "@/lib/cases/review/case-work";
import { endReview, getOwnReview } from "@/lib/cases/review/open-review";
import { AppError } from "@/lib/core/app-error";
import type { Signature } from "@/lib/custody/signing/signing-keys";
import { inTransaction, type Transaction } from "@/lib/db/client";

export const CHANGED_MEANWHILE = "The case has changed since you looked at it: look at the differences again.";

/** What was made of the case before its row is held. */
export interface PreparedVersion extends Signature {
  number: number;
  frozenAt: string;
  document: Uint8Array<ArrayBuffer>;
  sha256: string;
  stood: CaseStanding;
}

/**
 * Approves a review: what was prepared becomes the case's next version. Throws AppError `not-found`, `forbidden` for who was not
 * asked or has work of their own in it, and `conflict` where the case is not any more what was prepared.
 */
export async function approveReview(
  { caseId, reviewId, answer }: { caseId: string; reviewId: number; answer: string },
  { number, frozenAt, document, sha256, stood, fingerprint, signature }: PreparedVersion,
  actor: Actor,
): Promise<void> {
  await inTransaction(async (transaction) => {
    await lockCase(transaction, { caseId, how: "update", actor, to: "review.answer" });
    const review = await getOwnReview(transaction, { caseId, reviewId }, actor);
    await refuseOwnWork(transaction, caseId, actor);
    if (!standsStill(stood, await readStanding(caseId))) throw new AppError("conflict", CHANGED_MEANWHILE);
    const last = await transaction.caseVersion.findFirst({ where: { caseId }, orderBy: { number: "desc" } });
    if ((last?.number ?? 0) !== number - 1) throw new AppError("conflict", CHANGED_MEANWHILE);
    await transaction.frozenDocument.createMany({ data: [{ caseId, sha256, document }], skipDuplicates: true });
    await transaction.caseVersion.create({
      data: {
        ...{ caseId, number, sha256, size: document.length, fingerprint, signature, reviewId: review.id },
        ...{ lastEntryId: BigInt(stood.lastEntry), actor: actorOf(actor), frozenAt: new Date(frozenAt) },
      },
      select: { number: true },
    });
    await endReview(transaction, review, { state: "approved", answer }, actor);
    await appendAuditEntry(transaction, {
      ...{ actor, action: "review.approved", caseId, subject: `version ${number}` },
      detail: { review: review.id, sha256, key: fingerprint, answer: answer.slice(0, 500) },
    });
  });
}

/** Whoever changed the case since its last version does not approve it, unless nobody else is on it. */
async function refuseOwnWork(transaction: Transaction, caseId: string, actor: Actor): Promise<void> {
  const members = await transaction.caseMember.count({ where: { caseId, user: { disabledAt: null } } });
  if (members > 1 && (await hasOwnWork(caseId, actorOf(actor)))) throw new AppError("forbidden", OWN_WORK);
}

const OWN_WORK = "You changed this case since it was last frozen: someone else has to approve it.";
