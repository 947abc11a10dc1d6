import { isAllowed } from "@/lib/auth/permissions";
import type { ReviewReason } from "@/lib/cases/review/review.types";
import { prisma } from "@/lib/db/client";
import { listMembers } from "@/lib/timeline/people/list-members";

export interface ReviewRow {
  id: number;
  state: "asked" | "sent-back" | "approved" | "withdrawn";
  note: string;
  /** Ids, and names as they are now. */
  reviewers: { id: string; name: string }[];
  askedBy: string;
  askedMs: number;
  answeredBy: string | null;
  answeredMs: number | null;
  answer: string;
  reasons: ReviewReason[];
}

const MOST_REVIEWS = 50;

/** The reviews of a case, the last asked for first, and who could be asked. */
export async function listReviews(
  caseId: string,
): Promise<{ reviews: ReviewRow[]; able: { id: string; name: string; role: string }[] }> {
  const [rows, { members }] = await Promise.all([
    prisma().caseReview.findMany({ where: { caseId }, orderBy: { id: "desc" }, take: MOST_REVIEWS }),
    listMembers(caseId),
  ]);
  const asked = [...new Set(rows.flatMap(({ reviewers }) => reviewers))];
  const people = await prisma().user.findMany({ where: { id: { in: asked } }, select: { id: true, name: true } });
  const names = new Map(people.map(({ id, name }) => [id, name]));
  const reviews = rows.map((row) => ({
    ...{ id: row.id, state: row.state as ReviewRow["state"], note: row.note, askedBy: row.askedBy, answer: row.answer },
    reviewers: row.reviewers.map((id) => ({ id, name: names.get(id) ?? "someone whose account is gone" })),
    ...{ askedMs: row.askedAt.getTime(), answeredBy: row.answeredBy, answeredMs: row.answeredAt?.getTime() ?? null },
    reasons: row.reasons as ReviewReason[],
  }));
  const able = members
    .filter(({ role, disabled }) => !disabled && isAllowed(role, "review.answer"))
    .map(({ id, name, role }) => ({ id, name, role }));
  return { reviews, able };
}
