import { symmetricEncrypt } from "better-auth/crypto";
import { z } from "zod";
import { appendAuditEntry } from "@/lib/audit/append-entry";
import { checkInstallation } from "@/lib/auth/check-permission";
import { actorOf, type Person } from "@/lib/auth/person";
import { secret as ownSecret } from "@/lib/auth/secret";
import { mayChangeWebhooks } from "@/lib/cases/webhook-access";
import { AppError } from "@/lib/core/app-error";
import { PersonText } from "@/lib/core/person-text";
import { inTransaction } from "@/lib/db/client";
import { NOTICE_KIND_NAMES } from "@/lib/notices/notice-kinds";
import { newWebhookSecret } from "@/lib/notices/sign-message";
import { checkWebhookUrl } from "@/lib/notices/webhook-address";

const MOST_WEBHOOKS = 20;

export const NewWebhook = z.object({
  /** Null: all cases of the installation. */
  caseId: z.uuid().nullable(),
  url: PersonText.trim()
    .min(1, "Write the whole address: https://…")
    .max(1000, "An address has 1000 characters at most."),
  kinds: z.array(z.enum(NOTICE_KIND_NAMES)).min(1, "Choose what it is told of."),
  /** What is sent can be read on the way: an owner of the installation may allow it. */
  allowHttp: z.boolean().default(false),
});

/**
 * Adds an address that is told what happens in a case, or in all, and gives the secret that its messages are signed with, once.
 * Throws AppError `not-found`, `forbidden`, `invalid` for an address that may not be called, and `conflict` for one too many.
 */
export async function addWebhook(input: z.input<typeof NewWebhook>, person: Person): Promise<{ secret: string }> {
  const { caseId, url: given, kinds, allowHttp } = NewWebhook.parse(input);
  if (allowHttp) checkInstallation(person, "hooks.change");
  const secret = newWebhookSecret();
  const kept = await symmetricEncrypt({ key: ownSecret(), data: secret });
  await inTransaction(async (transaction) => {
    await mayChangeWebhooks(transaction, caseId, person);
    const url = checkWebhookUrl(given, { allowHttp });
    if ((await transaction.webhook.count({ where: { caseId } })) >= MOST_WEBHOOKS) {
      throw new AppError("conflict", `There are ${MOST_WEBHOOKS} webhooks already: remove one first.`);
    }
    const told = { caseId, url, kinds: [...new Set(kinds)], userId: person.id, actor: actorOf(person) };
    await transaction.webhook.create({ data: { ...told, secret: kept }, select: { id: true } });
    await appendAuditEntry(transaction, {
      ...{ actor: person, action: "webhook.added", caseId, subject: new URL(url).host },
      detail: { kinds: told.kinds },
    });
  });
  return { secret };
}
