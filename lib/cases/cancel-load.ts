import { appendAuditEntry, LOCAL_ACTOR } from "@/lib/audit/append-entry";
import { withTransaction } from "@/lib/db/pool";

/** Asks a load to stop. Files that are done stay; those being read are rolled back. False when it has ended already. */
export async function cancelLoad(loadId: number, actor = LOCAL_ACTOR): Promise<boolean> {
  return withTransaction(async (client) => {
    const cancelled = await client.query<{ case_id: string }>(
      `UPDATE loads SET state = 'cancelled' WHERE id = $1 AND state IN ('queued', 'loading') RETURNING case_id`,
      [loadId],
    );
    const load = cancelled.rows[0];
    if (!load) return false;
    await appendAuditEntry(client, {
      actor,
      action: "load.cancelled",
      caseId: load.case_id,
      subject: `load ${loadId}`,
      detail: {},
    });
    return true;
  });
}
