import type { Actor } from "@/lib/auth/person";
import { findMentions } from "@/lib/core/mentions";
import type { Transaction } from "@/lib/db/client";
import { tellPeople } from "@/lib/notices/tell";

interface Written {
  caseId: string;
  commentId: string;
  subjectKey: string;
  body: string;
}

/** Keeps whom a comment names of the people on the case, and tells those whom it did not name before. Gives their ids. */
export async function mentionPeople(transaction: Transaction, written: Written, actor: Actor): Promise<string[]> {
  const { caseId, commentId, subjectKey, body } = written;
  const people = await transaction.user.findMany({
    where: { cases: { some: { caseId } }, disabledAt: null },
    select: { id: true, name: true, email: true },
    orderBy: { id: "asc" },
  });
  const named = [...new Set(findMentions(body, people).map(({ userId }) => userId))].sort();
  const before = await transaction.commentMention.findMany({ where: { commentId }, select: { userId: true } });
  await transaction.commentMention.deleteMany({ where: { commentId, userId: { notIn: named } } });
  await transaction.commentMention.createMany({
    data: named.map((userId) => ({ commentId, userId })),
    skipDuplicates: true,
  });
  const to = named.filter((id) => !before.some(({ userId }) => userId === id));
  const path = `/comments?of=${encodeURIComponent(subjectKey)}#comment-${commentId}`;
  if (to.length > 0) await tellPeople(transaction, { caseId, to, kind: "mention", actor, subject: body, path });
  return named;
}
