import { FLOW_SUMS } from "@/lib/core/flow-sums";
import type { Transaction } from "@/lib/db/client";
import { dropLoadTables } from "@/lib/ingest/load-tables";

/**
 * What loading made in a case, in an order that foreign keys allow: records, what they name, and what follows from them.
 * People's own work (indicators, uploads, the audit trail) is not among it.
 */
export const MADE_BY_LOADING = [
  "investigations",
  "detections",
  "detection_runs",
  "flow_peer_hours",
  "flow_peers",
  "flow_refusals",
  "flow_moments",
  "name_answer_sets",
  "counted_values",
  "address_names",
  "indicator_hits",
  "indicator_hit_sets",
  "caller_uses",
  "credentials",
  "role_sessions",
  "ledger_spans",
  "ledger_things",
  "file_checks",
  "trail_chains",
  "trail_facts",
  "fetch_notes",
  "observations",
  "network_descriptions",
  "findings",
  "flow_minutes",
  "flow_gaps",
  "flow_sightings",
  "flow_details",
  "flow_contexts",
  "interfaces",
  "dns_names",
  "dns_askers",
  "principals",
  "evidence_files",
  "loads",
] as const;

/** Tables of small rows that do not go with the case's: they come in such numbers that a look at their case each costs too much. */
export const WITHOUT_A_CASE = [
  "flow_sightings",
  "flow_minutes",
  "flow_peers",
  "flow_peer_hours",
  "flow_refusals",
  "flow_moments",
] as const;

/** Empties a case of everything that came from its files, inside the caller's transaction. Originals stay in the store. */
export async function clearEvidence(transaction: Transaction, caseId: string): Promise<void> {
  const loads = await transaction.load.findMany({ where: { caseId }, orderBy: { id: "asc" }, select: { id: true } });
  for (const { id } of loads) await dropLoadTables((sql) => transaction.$executeRawUnsafe(sql), id);
  for (const table of MADE_BY_LOADING) {
    await transaction.$executeRawUnsafe(`DELETE FROM ${table} WHERE case_id = $1::uuid`, caseId);
  }
  await transaction.case.update({ where: { id: caseId }, data: { flowSums: FLOW_SUMS } });
}
