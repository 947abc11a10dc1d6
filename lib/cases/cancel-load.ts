import { appendAuditEntry, LOCAL_ACTOR } from "@/lib/audit/append-entry";
import { inTransaction } from "@/lib/db/client";

/** Asks a load to stop. Files that are done stay; those being read are rolled back. False when it has ended already. */
export async function cancelLoad(loadId: number, actor = LOCAL_ACTOR): Promise<boolean> {
  return inTransaction(async (transaction) => {
    const [load] = await transaction.load.updateManyAndReturn({
      where: { id: loadId, state: { in: ["queued", "loading"] } },
      data: { state: "cancelled" },
      select: { caseId: true },
    });
    if (!load) return false;
    await appendAuditEntry(transaction, {
      actor,
      action: "load.cancelled",
      caseId: load.caseId,
      subject: `load ${loadId}`,
      detail: {},
    });
    return true;
  });
}
