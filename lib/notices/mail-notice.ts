import { visibleText } from "@/lib/core/visible-text";
import { prisma } from "@/lib/db/client";
import { env } from "@/lib/env";
import { sendMail } from "@/lib/mail/send-mail";
import type { Outcome } from "@/lib/notices/deliver";
import { noticeWords } from "@/lib/notices/notice-kinds";

/** Sends a notice by mail, if who it is for is still on the case. */
export async function mailNotice(noticeId: bigint | null): Promise<Outcome> {
  const notice =
    noticeId === null
      ? null
      : await prisma().notice.findUnique({
          where: { id: noticeId },
          include: { case: { select: { title: true } }, user: { select: { email: true, disabledAt: true } } },
        });
  const member =
    notice && (await prisma().caseMember.findFirst({ where: { caseId: notice.caseId, userId: notice.userId } }));
  if (!notice || !member || notice.user.disabledAt !== null)
    return { dropped: "Whoever it was for is not on the case any more." };
  const title = visibleText(notice.case.title);
  const words = noticeWords(notice);
  const ok = await sendMail({
    to: notice.user.email,
    subject: `${words} (${title})`,
    text: `${words}\n\nCase: ${title}\n${caseLink(notice.caseId, notice.path)}\n\nWhich mails you get is set on the page of your account:\n${env().baseUrl.replace(/\/$/, "")}/account\n`,
  });
  return { ok, status: null, error: ok ? null : "The mail server did not take it." };
}

/** Where a notice leads, as someone outside opens it. */
export function caseLink(caseId: string, path: string): string {
  return `${env().baseUrl.replace(/\/$/, "")}/cases/${caseId}${path}`;
}
