import type pg from "pg";
import { byMarks } from "@/lib/ingest/duplicates/by-marks";
import { loadTable, minuteTable } from "@/lib/ingest/load-tables";
import { inTouched, TOUCHED, type TouchedByLoad } from "@/lib/ingest/seal/touched-minutes";

/** The largest sum that a bigint column holds, as a float that is not larger. */
export const LARGEST_SUM = "9223372036854774784";

export const MINUTE_COLUMNS =
  "case_id, interface_no, minute, bytes_out, bytes_in, packets_out, packets_in, accepted, rejected, last_end";

/** Whether what was gathered says which way the interface's records went; where no own address is known, none of them says. */
const TOLD =
  "(r.own IS NULL OR (o.more IS NULL AND (o.ip IS NULL OR r.own = o.ip OR (r.other IS NOT NULL AND r.other = o.ip))))";

/**
 * Of some interfaces those whose minutes can be added up from what the load gathered while it read (`lib/ingest/minutes`): all their records are
 * in it, and no other load has any from those minutes; none is a duplicate or was filled from one; and the ledger says the address whose sides were counted.
 */
export async function interfacesToAddUp(
  client: pg.ClientBase,
  { caseId, loadId, touched }: TouchedByLoad,
): Promise<Set<number>> {
  const there = await client.query<{ both: boolean }>(
    "SELECT to_regclass($1) IS NOT NULL AND to_regclass($2) IS NOT NULL AS both",
    [minuteTable(loadId), loadTable("flow_records", loadId)],
  );
  if (!there.rows[0]?.both) return new Set();
  const { rows } = await byMarks<{ no: number }>(
    client,
    `SELECT seen.interface_no AS no
       FROM (SELECT c.interface_no, sum(s.records) AS records
               FROM flow_sightings s JOIN flow_contexts c ON c.id = s.context_no JOIN evidence_files e ON e.id = s.file_id
               JOIN ${TOUCHED} ON o.interface_no = c.interface_no
              WHERE s.case_id = $2 AND ${inTouched("s.first_start", "s.last_start")} GROUP BY 1 HAVING bool_and(e.load_id = $3)) seen
       JOIN (SELECT r.interface_no, sum(r.accepted::bigint + r.rejected) AS records
               FROM ${minuteTable(loadId)} r JOIN ${TOUCHED} ON o.interface_no = r.interface_no
              GROUP BY 1 HAVING bool_and(${TOLD})) gathered USING (interface_no, records)
      WHERE NOT EXISTS (SELECT FROM ${loadTable("flow_records", loadId)} f
                         WHERE f.interface_no = seen.interface_no AND (f.duplicate OR (f.shape & 8) <> 0))`,
    [JSON.stringify(touched), caseId, loadId],
  );
  return new Set(rows.map(({ no }) => no));
}

/** Adds up what was gathered of these interfaces into the roll-up. */
export async function addUpRead(client: pg.ClientBase, { caseId, loadId, touched }: TouchedByLoad): Promise<void> {
  if (touched.length === 0) return;
  const side = (straight: string, turned: string) =>
    `LEAST(sum(CASE WHEN r.own IS NULL OR r.own = o.ip THEN r.${straight} WHEN r.other = o.ip THEN r.${turned} ELSE 0 END), ${LARGEST_SUM})::bigint`;
  await client.query(
    `INSERT INTO flow_minutes (${MINUTE_COLUMNS})
     SELECT $2::uuid, r.interface_no, r.minute, ${side("bytes_out", "bytes_in")}, ${side("bytes_in", "bytes_out")},
            ${side("packets_out", "packets_in")}, ${side("packets_in", "packets_out")}, sum(r.accepted)::int, sum(r.rejected)::int,
            max(r.last_end)
       FROM ${minuteTable(loadId)} r JOIN ${TOUCHED} ON o.interface_no = r.interface_no
      GROUP BY r.interface_no, r.minute`,
    [JSON.stringify(touched), caseId],
  );
}
