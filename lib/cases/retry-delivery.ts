import { z } from "zod";
import { appendAuditEntry } from "@/lib/audit/append-entry";
import type { Person } from "@/lib/auth/person";
import { mayChangeWebhooks } from "@/lib/cases/webhook-access";
import { AppError } from "@/lib/core/app-error";
import { inTransaction } from "@/lib/db/client";
import { enqueueDeliveries } from "@/lib/jobs/deliver-job";

export const RetriedDelivery = z.object({ caseId: z.uuid().nullable(), deliveryId: z.string().regex(/^\d{1,18}$/) });

/** Tries a message to a webhook again that was given up. Throws AppError `not-found`, `forbidden`, and `conflict` for one that was not. */
export async function retryDelivery(input: z.input<typeof RetriedDelivery>, person: Person): Promise<void> {
  const { caseId, deliveryId } = RetriedDelivery.parse(input);
  await inTransaction(async (transaction) => {
    await mayChangeWebhooks(transaction, caseId, person);
    const id = BigInt(deliveryId);
    const found = await transaction.delivery.findFirst({
      where: { id, webhook: { caseId } },
      include: { webhook: true },
    });
    if (!found?.webhook) throw new AppError("not-found", "This message is not kept any more.");
    const again = { state: "waiting", attempts: 0, nextAt: null, endedAt: null };
    const { count } = await transaction.delivery.updateMany({ where: { id, state: "dead" }, data: again });
    if (count === 0) throw new AppError("conflict", "Only a message that was given up is tried again.");
    await enqueueDeliveries(
      (sql, ...values) => transaction.$queryRawUnsafe<unknown[]>(sql, ...values),
      [{ id: deliveryId, queue: `webhook:${found.webhook.id}` }],
    );
    await appendAuditEntry(transaction, {
      ...{ actor: person, action: "webhook.retried", caseId, subject: new URL(found.webhook.url).host, detail: {} },
    });
  });
}
