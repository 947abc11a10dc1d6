import { inTransaction, prisma } from "@/lib/db/client";
import { enqueueDeliveries } from "@/lib/jobs/deliver-job";
import { callWebhook } from "@/lib/notices/call-webhook";
import { pauseAfter } from "@/lib/notices/delivery-pauses";
import { mailNotice } from "@/lib/notices/mail-notice";
import { readCall } from "@/lib/notices/read-call";

/** What came of one attempt; `dropped` says why it must not be sent at all. */
export type Outcome = { ok: boolean; status: number | null; error: string | null } | { dropped: string };

/**
 * Makes one attempt at a message, and writes down what came of it; what failed is asked for again after a pause that grows,
 * until it is given up. What has ended is left as it is.
 */
export async function deliver(deliveryId: string): Promise<void> {
  const id = BigInt(deliveryId);
  const found = await prisma().delivery.findUnique({ where: { id } });
  if (found === null || found.state !== "waiting") return;
  const attempts = found.attempts + 1;
  const outcome = found.webhookId === null ? await mailNotice(found.noticeId) : await call(found.id, found.webhookId);
  if ("dropped" in outcome) return end(id, { state: "dropped", attempts, status: null, error: outcome.dropped });
  const { ok, status, error } = outcome;
  if (ok) return end(id, { state: "sent", attempts, status, error: null });
  // 410 Gone: the receiver wants nothing more.
  const pause = status === 410 ? null : pauseAfter(attempts);
  if (pause === null) return end(id, { state: "dead", attempts, status, error });
  await inTransaction(async (transaction) => {
    const nextAt = new Date(Date.now() + pause * 1000);
    await transaction.delivery.update({
      where: { id },
      data: { attempts, status, error, nextAt },
      select: { id: true },
    });
    const queue = found.webhookId === null ? "mail" : `webhook:${found.webhookId}`;
    await enqueueDeliveries(
      (sql, ...values) => transaction.$queryRawUnsafe<unknown[]>(sql, ...values),
      [{ id: deliveryId, queue, inSeconds: pause }],
    );
  });
}

async function call(deliveryId: bigint, webhookId: string): Promise<Outcome> {
  const read = await readCall(deliveryId, webhookId);
  return "dropped" in read ? read : callWebhook(read, { id: `msg_${deliveryId}`, body: read.body });
}

interface Ended {
  state: "sent" | "dead" | "dropped";
  attempts: number;
  status: number | null;
  error: string | null;
}

/** It may be gone with its case by now. */
async function end(id: bigint, ended: Ended): Promise<void> {
  await prisma().delivery.updateMany({ where: { id }, data: { ...ended, nextAt: null, endedAt: new Date() } });
}
