import { symmetricDecrypt } from "better-auth/crypto";
import { z } from "zod";
import { secret } from "@/lib/auth/secret";
import { visibleText } from "@/lib/core/visible-text";
import { prisma } from "@/lib/db/client";
import { caseLink } from "@/lib/notices/mail-notice";
import { noticeWords } from "@/lib/notices/notice-kinds";

const Body = z.object({ kind: z.string(), actor: z.string(), subject: z.string(), path: z.string() });

export interface Call {
  url: string;
  secret: string;
  /** JSON: {type, timestamp, data}. */
  body: string;
}

/**
 * What a webhook is told, with the name of the case as it is now; `dropped` where who added the webhook may not read it any
 * more: of a case its leads, of the installation its owners.
 */
export async function readCall(deliveryId: bigint, webhookId: string): Promise<Call | { dropped: string }> {
  const webhook = await prisma().webhook.findUnique({ where: { id: webhookId } });
  const delivery = await prisma().delivery.findUnique({
    where: { id: deliveryId },
    include: { case: { select: { id: true, title: true } } },
  });
  if (!webhook || !delivery) return { dropped: "The webhook was removed." };
  if (!(await isStillTheirs(webhook))) return { dropped: `${webhook.actor} may not add this webhook any more.` };
  const told = Body.parse(delivery.body);
  const { case: about } = delivery;
  const data = {
    ...(about === null
      ? {}
      : { caseId: about.id, caseTitle: visibleText(about.title), link: caseLink(about.id, told.path) }),
    // A webhook of the installation hears of cases that its owner may not be on: what is done there is not told, only that.
    ...(webhook.caseId === null ? {} : { actor: told.actor, subject: told.subject, words: noticeWords(told) }),
  };
  return {
    url: webhook.url,
    secret: await symmetricDecrypt({ key: secret(), data: webhook.secret }),
    body: JSON.stringify({ type: told.kind, timestamp: delivery.createdAt.toISOString(), data }),
  };
}

async function isStillTheirs({ caseId, userId }: { caseId: string | null; userId: string }): Promise<boolean> {
  const user = { id: userId, disabledAt: null };
  if (caseId === null) return (await prisma().user.count({ where: { ...user, role: "owner" } })) > 0;
  return (await prisma().caseMember.count({ where: { caseId, userId, role: "lead", user: { disabledAt: null } } })) > 0;
}
