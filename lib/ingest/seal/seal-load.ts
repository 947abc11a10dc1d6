import { appendAuditEntry, LOCAL_ACTOR } from "@/lib/audit/append-entry";
import { pool, withTransaction } from "@/lib/db/pool";
import { markDuplicates } from "@/lib/ingest/duplicates/mark-duplicates";
import { attachTables } from "@/lib/ingest/seal/attach-tables";
import { rebuildFlowMinutes } from "@/lib/ingest/seal/rebuild-flow-minutes";
import { rebuildLedger } from "@/lib/ledger/rebuild-ledger";
import { rebuildSessions } from "@/lib/ledger/rebuild-sessions";

const ANALYSED = ["evidence_files", "flow_sightings", "flow_contexts", "dns_names", "dns_askers", "principals"];

/**
 * Makes what a load has read part of its case. Each step can be run again, so a load that was killed here goes on; the
 * caller holds the case's sealing lock. The case's revision grows last, with the load's end and its audit entry.
 */
export async function sealLoad(caseId: string, loadId: number): Promise<void> {
  await attachTables(loadId);
  await markDuplicates(caseId, loadId);
  const ledger = await rebuildLedger(caseId);
  await rebuildSessions(caseId, ledger);
  await rebuildFlowMinutes(caseId, loadId, ledger);
  for (const table of ANALYSED) await analyse(table);
  await finishLoad(caseId, loadId);
}

/** Statistics are a matter of speed: with a database whose tables are another role's, its autovacuum keeps them. */
async function analyse(table: string): Promise<void> {
  await pool()
    .query(`ANALYZE ${table}`)
    .catch(() => undefined);
}

async function finishLoad(caseId: string, loadId: number): Promise<void> {
  await withTransaction(async (client) => {
    const ended = await client.query<{ state: string; files_done: number; failed: number }>(
      `UPDATE loads SET finished_at = now(),
         files_done = (SELECT count(*) FROM load_files WHERE load_id = $1 AND state <> 'pending'),
         records_done = (SELECT COALESCE(sum(records), 0) FROM evidence_files WHERE load_id = $1),
         state = CASE WHEN state = 'cancelled' THEN 'cancelled'
           WHEN EXISTS (SELECT FROM load_files WHERE load_id = $1 AND state <> 'failed') THEN 'done' ELSE 'failed' END,
         error = (SELECT CASE WHEN count(*) = 0 THEN NULL ELSE count(*) || ' of the files could not be read' END
           FROM load_files WHERE load_id = $1 AND state = 'failed')
       WHERE id = $1 AND finished_at IS NULL
       RETURNING state, files_done, (SELECT count(*)::int FROM load_files WHERE load_id = $1 AND state = 'failed') AS failed`,
      [loadId],
    );
    const load = ended.rows[0];
    if (!load) return;
    await client.query("UPDATE cases SET revision = revision + 1, updated_at = now() WHERE id = $1", [caseId]);
    await appendAuditEntry(client, {
      actor: LOCAL_ACTOR,
      action: "load.finished",
      caseId,
      subject: `load ${loadId}`,
      detail: { state: load.state, files: load.files_done, failed: load.failed },
    });
  });
}
