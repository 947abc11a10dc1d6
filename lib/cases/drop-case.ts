import { appendAuditEntry, LOCAL_ACTOR } from "@/lib/audit/append-entry";
import { AppError } from "@/lib/core/app-error";
import { withTransaction } from "@/lib/db/pool";
import { LOAD_LOCK } from "@/lib/ingest/load-lock";
import { dropLoadTables } from "@/lib/ingest/load-tables";

/** Tables that name their case without a foreign key: bulk and derived rows, which need no check on every write. */
const OF_CASE = [
  "interfaces",
  "flow_contexts",
  "flow_details",
  "flow_gaps",
  "flow_sightings",
  "flow_minutes",
  "dns_names",
  "dns_askers",
  "principals",
  "findings",
  "observations",
  "ledger_spans",
  "credentials",
  "role_sessions",
  "indicator_hits",
  "indicator_hit_sets",
];

/**
 * Drops a case with all its rows; its loads' partitions go as whole tables. Originals stay in the store, for another case
 * may hold the same bytes. Throws AppError `not-found`, and `conflict` while one of its loads runs.
 */
export async function dropCase(caseId: string, actor = LOCAL_ACTOR): Promise<void> {
  await withTransaction(async (client) => {
    const found = await client.query<{ title: string; scratch: boolean }>(
      "SELECT title, scratch FROM cases WHERE id = $1 FOR UPDATE",
      [caseId],
    );
    const dropped = found.rows[0];
    if (!dropped) throw new AppError("not-found", "There is no such case.");
    const loads = await client.query<{ id: number }>("SELECT id FROM loads WHERE case_id = $1 ORDER BY id", [caseId]);
    for (const { id } of loads.rows) {
      const lock = await client.query<{ held: boolean }>("SELECT pg_try_advisory_xact_lock($1, $2) AS held", [
        LOAD_LOCK,
        id,
      ]);
      if (!lock.rows[0]?.held) throw new AppError("conflict", "A load into this case is running: cancel it first.");
    }
    for (const { id } of loads.rows) await dropLoadTables(client, id);
    for (const table of OF_CASE) await client.query(`DELETE FROM ${table} WHERE case_id = $1`, [caseId]);
    await client.query("DELETE FROM cases WHERE id = $1", [caseId]);
    await appendAuditEntry(client, {
      actor,
      action: "case.dropped",
      caseId,
      subject: dropped.title,
      detail: { scratch: dropped.scratch, loads: loads.rows.length },
    });
  });
}
