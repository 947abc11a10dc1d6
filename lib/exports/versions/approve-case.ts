import { z } from "zod";
import { checkCase } from "@/lib/auth/check-permission";
import { type Actor, actorOf } from "@/lib/auth/person";
import { approveReview, CHANGED_MEANWHILE } from "@/lib/cases/review/approve-review";
import { readStanding } from "@/lib/cases/review/case-work";
import { OneReview } from "@/lib/cases/review/review.types";
import { AppError } from "@/lib/core/app-error";
import { PersonText } from "@/lib/core/person-text";
import { signBytes } from "@/lib/custody/signing/signing-keys";
import { prisma } from "@/lib/db/client";
import { findReportSettings } from "@/lib/exports/find-report-settings";
import { readCaseContent, readCaseData } from "@/lib/exports/read-case-data";
import { canonicalBytes, contentHash, type FrozenCase, sha256Of } from "@/lib/report/frozen-case";

export const ApprovedCase = OneReview.extend({
  answer: PersonText.trim().max(4000).default(""),
  /** The hash of what the reviewer looked at. */
  seen: z.string().regex(/^[0-9a-f]{64}$/, "Look at the differences first."),
});
export type ApprovedCase = z.input<typeof ApprovedCase>;

/**
 * Approves a review and freezes the case as the reviewer saw it: the version's number. What takes time is done before anyone
 * else has to wait for it. Throws AppError `not-found`, `forbidden`, and `conflict` where the case is another by now.
 */
export async function approveCase(input: ApprovedCase, actor: Actor): Promise<{ version: number }> {
  const { caseId, reviewId, answer, seen } = ApprovedCase.parse(input);
  await checkCase(actor, caseId, "review.answer");
  const review = await prisma().caseReview.findFirst({ where: { id: reviewId, caseId, state: "asked" } });
  if (!review) throw new AppError("conflict", "This review was answered or withdrawn already.");
  const stood = await readStanding(caseId);
  if (contentHash(await readCaseContent(caseId)) !== seen) throw new AppError("conflict", CHANGED_MEANWHILE);
  const { frozen: _none, ...data } = await readCaseData(caseId, { withEvents: true });
  const { summary } = await findReportSettings(caseId);
  const last = await prisma().caseVersion.aggregate({ where: { caseId }, _max: { number: true } });
  const number = (last._max.number ?? 0) + 1;
  const { askedBy, askedAt, note } = review;
  const approval = { askedBy, askedAt: askedAt.toISOString(), note, approvedBy: actorOf(actor), words: answer };
  const frozen: FrozenCase = {
    ...{ schema: "threadline.frozen/v1", version: number, frozenAt: data.madeAt },
    // Approving it opens it again.
    ...{ review: approval, summary, data: { ...data, case: { ...data.case, state: "open" } } },
  };
  const document = Uint8Array.from(canonicalBytes(frozen));
  const signed = await signBytes(document);
  const prepared = { number, frozenAt: data.madeAt, document, sha256: sha256Of(document), stood, ...signed };
  await approveReview({ caseId, reviewId, answer }, prepared, actor);
  return { version: number };
}
