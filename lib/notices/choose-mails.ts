import { z } from "zod";
import { appendAuditEntry } from "@/lib/audit/append-entry";
import type { Person } from "@/lib/auth/person";
import { inTransaction, prisma } from "@/lib/db/client";
import { NOTICE_KIND_NAMES, NOTICE_KINDS, type NoticeKind } from "@/lib/notices/notice-kinds";

export const ChosenMail = z.object({ kind: z.enum(NOTICE_KIND_NAMES), mail: z.boolean() });

/** Of which kinds of notices someone wants mail. */
export async function findMails(person: Person): Promise<Record<NoticeKind, boolean>> {
  const rows = await prisma().noticePreference.findMany({ where: { userId: person.id } });
  const said = new Map(rows.map(({ kind, mail }) => [kind, mail]));
  const all = NOTICE_KIND_NAMES.map((kind) => [kind, said.get(kind) ?? NOTICE_KINDS[kind].mail]);
  return Object.fromEntries(all) as Record<NoticeKind, boolean>;
}

/** Sets whether someone gets a mail of a kind of notice. */
export async function chooseMail(input: z.input<typeof ChosenMail>, person: Person): Promise<void> {
  const { kind, mail } = ChosenMail.parse(input);
  await inTransaction(async (transaction) => {
    const key = { userId: person.id, kind };
    const before = await transaction.noticePreference.findUnique({ where: { userId_kind: key } });
    await transaction.noticePreference.upsert({
      where: { userId_kind: key },
      create: { ...key, mail },
      update: { mail },
      select: { kind: true },
    });
    await appendAuditEntry(transaction, {
      ...{ actor: person, action: "person.mail-chosen", caseId: null, subject: person.email },
      detail: { of: NOTICE_KINDS[kind].words, mail, was: before?.mail ?? NOTICE_KINDS[kind].mail },
    });
  });
}
