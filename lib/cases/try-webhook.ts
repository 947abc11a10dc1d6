import type { z } from "zod";
import { appendAuditEntry } from "@/lib/audit/append-entry";
import type { Person } from "@/lib/auth/person";
import { ChosenWebhook } from "@/lib/cases/remove-webhook";
import { getWebhook, mayChangeWebhooks } from "@/lib/cases/webhook-access";
import { inTransaction } from "@/lib/db/client";
import { enqueueDeliveries } from "@/lib/jobs/deliver-job";

/** Sends a webhook a message that tells of nothing; what comes of it stands in the list. Throws AppError `not-found` and `forbidden`. */
export async function tryWebhook(input: z.input<typeof ChosenWebhook>, person: Person): Promise<void> {
  const { caseId, webhookId } = ChosenWebhook.parse(input);
  await inTransaction(async (transaction) => {
    await mayChangeWebhooks(transaction, caseId, person);
    const { url } = await getWebhook(transaction, caseId, webhookId);
    const body = { kind: "test", actor: person.name, subject: "A test", path: "" };
    const { id } = await transaction.delivery.create({ data: { caseId, webhookId, body }, select: { id: true } });
    await enqueueDeliveries(
      (sql, ...values) => transaction.$queryRawUnsafe<unknown[]>(sql, ...values),
      [{ id: String(id), queue: `webhook:${webhookId}` }],
    );
    await appendAuditEntry(transaction, {
      ...{ actor: person, action: "webhook.tested", caseId, subject: new URL(url).host, detail: {} },
    });
  });
}
