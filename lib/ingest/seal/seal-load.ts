import { appendAuditEntry, THREADLINE_ITSELF } from "@/lib/audit/append-entry";
import { rebuildTrail } from "@/lib/custody/trail/rebuild-trail";
import { inTransaction } from "@/lib/db/client";
import { pool } from "@/lib/db/pool";
import { markFlowsAndCount, markOtherDuplicates } from "@/lib/ingest/duplicates/mark-duplicates";
import { attachTables } from "@/lib/ingest/seal/attach-tables";
import { noteStays } from "@/lib/ingest/seal/note-stays";
import { rebuildAddressNames } from "@/lib/ingest/seal/rebuild-address-names";
import { rebuildFlowMinutes } from "@/lib/ingest/seal/rebuild-flow-minutes";
import { readFlowSightings } from "@/lib/ledger/load-ledger";
import { rebuildCredentialSpans } from "@/lib/ledger/rebuild-credential-spans";
import { rebuildLedger } from "@/lib/ledger/rebuild-ledger";
import { rebuildSessions } from "@/lib/ledger/rebuild-sessions";
import { tellPeople } from "@/lib/notices/tell";

const SEEN = ["evidence_files", "flow_sightings", "flow_contexts"];
const ANALYSED = ["dns_names", "dns_askers", "principals", "address_names"];

/**
 * Makes what a load has read part of its case. Each step can be run again, so a load that was killed here goes on; the
 * caller holds the case's sealing lock, and says by `lost` when it no longer does: then no further step is begun. The case's revision
 * grows last, with the load's end and its audit entry.
 */
export async function sealLoad(caseId: string, loadId: number, lost: AbortSignal): Promise<void> {
  await attachTables(loadId);
  lost.throwIfAborted();
  // All of a case's: read in one way whatever the statistics say.
  const sightings = readFlowSightings(caseId);
  sightings.catch(() => undefined);
  for (const table of SEEN) await analyse(table);
  // Which flow records are duplicates is the database's work; nothing of it is in the ledger, which is ours: both at once.
  const others = markOtherDuplicates(caseId, loadId);
  const [marked, rebuilt] = await Promise.allSettled([
    markFlowsAndCount(caseId, loadId, others),
    others.then(() => rebuildLedger(caseId, sightings)),
  ]);
  if (marked.status === "rejected") throw marked.reason;
  if (rebuilt.status === "rejected") throw rebuilt.reason;
  const ledger = rebuilt.value;
  const steps = [
    () => rebuildSessions(caseId, ledger),
    () => rebuildCredentialSpans(caseId),
    () => rebuildFlowMinutes(caseId, loadId, ledger),
    () => rebuildAddressNames(caseId, loadId),
    () => rebuildTrail(caseId),
    ...ANALYSED.map((table) => () => analyse(table)),
    () => finishLoad(caseId, loadId),
  ];
  for (const step of steps) {
    lost.throwIfAborted();
    await step();
  }
}

/** Statistics are a matter of speed: with a database whose tables are another role's, its autovacuum keeps them. */
async function analyse(table: string): Promise<void> {
  await pool()
    .query(`ANALYZE ${table}`)
    .catch(() => undefined);
}

async function finishLoad(caseId: string, loadId: number): Promise<void> {
  await inTransaction(async (transaction) => {
    const { state, finishedAt, error } = await transaction.load.findUniqueOrThrow({ where: { id: loadId } });
    if (finishedAt) return;
    const ended = await transaction.loadFile.count({ where: { loadId, state: { not: "pending" } } });
    const failed = await transaction.loadFile.count({ where: { loadId, state: "failed" } });
    const { _sum } = await transaction.evidenceFile.aggregate({ where: { loadId }, _sum: { records: true } });
    // A load that was stopped has files left that nobody cancelled, and says why.
    const left = state === "cancelled" ? 0 : await transaction.loadFile.count({ where: { loadId, state: "pending" } });
    const end = state === "cancelled" ? "cancelled" : left > 0 || (failed > 0 && failed === ended) ? "failed" : "done";
    await transaction.load.update({
      where: { id: loadId },
      data: {
        state: end,
        finishedAt: new Date(),
        filesDone: ended,
        recordsDone: _sum.records ?? 0n,
        error: left > 0 ? error : failed === 0 ? null : `${failed} of the files could not be read`,
      },
    });
    await noteStays(transaction, loadId);
    await transaction.case.update({ where: { id: caseId }, data: { revision: { increment: 1 } } });
    await appendAuditEntry(transaction, {
      actor: THREADLINE_ITSELF,
      action: "load.finished",
      caseId,
      subject: `load ${loadId}`,
      detail: { state: end, files: ended, failed },
    });
    if (end === "cancelled") return;
    const subject = `load ${loadId}, ${end === "done" ? "done" : "not whole"}: ${ended - failed} of ${ended + left} files`;
    await tellPeople(transaction, {
      caseId,
      to: "all",
      kind: "load-finished",
      actor: null,
      subject,
      path: "/evidence",
    });
  });
}
