import { z } from "zod";
import { appendAuditEntry } from "@/lib/audit/append-entry";
import type { Person } from "@/lib/auth/person";
import { getWebhook, mayChangeWebhooks } from "@/lib/cases/webhook-access";
import { inTransaction } from "@/lib/db/client";

export const ChosenWebhook = z.object({ caseId: z.uuid().nullable(), webhookId: z.uuid() });

/** Takes a webhook away, with the messages that still wait for it. Throws AppError `not-found` and `forbidden`. */
export async function removeWebhook(input: z.input<typeof ChosenWebhook>, person: Person): Promise<void> {
  const { caseId, webhookId } = ChosenWebhook.parse(input);
  await inTransaction(async (transaction) => {
    await mayChangeWebhooks(transaction, caseId, person);
    const { id, url, actor, kinds } = await getWebhook(transaction, caseId, webhookId);
    await transaction.webhook.delete({ where: { id }, select: { id: true } });
    await appendAuditEntry(transaction, {
      ...{ actor: person, action: "webhook.removed", caseId, subject: new URL(url).host },
      detail: { kinds, addedBy: actor },
    });
  });
}
