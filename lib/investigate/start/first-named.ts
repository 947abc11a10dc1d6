import { pool } from "@/lib/db/pool";
import { isoInstant } from "@/lib/investigate/iso-instant";
import type { Scope } from "@/lib/investigate/scope";
import type { FirstRecord } from "@/lib/investigate/start/first-records";

/** The first query of a flagged name, or of one below it, whoever asked and whatever the answer. */
export async function firstNamed(scope: Scope): Promise<FirstRecord[]> {
  const names = await flaggedNames(scope.caseId);
  if (names.length === 0) return [];
  const { rows } = await pool().query<{ atMs: number; name: string; asker: string | null } & FirstPlace>(
    `WITH first AS MATERIALIZED (
       SELECT min(at) AS at FROM dns_queries WHERE load_id IN (${scope.loads}) AND NOT duplicate AND name_no = ANY($1) AND at < $2)
     SELECT (extract(epoch FROM q.at) * 1000)::float8 AS "atMs", e.sha256, q.record_no AS record, n.name,
            coalesce(a.instance_id, host(a.source_ip)) AS asker
       FROM dns_queries q
       JOIN dns_names n ON n.id = q.name_no
       JOIN dns_askers a ON a.id = q.asker_no
       JOIN evidence_files e ON e.id = q.file_id
      WHERE q.load_id IN (${scope.loads}) AND NOT q.duplicate AND q.at = (SELECT at FROM first) AND q.name_no = ANY($1)
      ORDER BY q.at, e.sha256, q.record_no LIMIT 1`,
    [names, isoInstant(scope.toMs)],
  );
  return rows.map(({ atMs, name, asker, sha256, record }) => ({
    ...{ atMs, kind: "dns", summary: `${asker ?? "someone unnamed"} asked for ${name}`, sha256, record },
  }));
}

/** Numbers of the names that are flagged, or lie below one that is. */
async function flaggedNames(caseId: string): Promise<number[]> {
  const { rows } = await pool().query<{ id: number }>(
    `SELECT d.id FROM indicators i JOIN dns_names d ON d.case_id = i.case_id
        AND (d.name = i.value OR right(d.name, length(i.value) + 1) = '.' || i.value)
      WHERE i.case_id = $1 AND i.kind = 'name'`,
    [caseId],
  );
  return rows.map(({ id }) => id);
}

interface FirstPlace {
  sha256: string;
  record: number;
}
