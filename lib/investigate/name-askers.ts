import { pool } from "@/lib/db/pool";
import { readAskerStretches } from "@/lib/investigate/domains";
import { isoInstantOrNull } from "@/lib/investigate/iso-instant";
import { caseLoads } from "@/lib/investigate/scope";
import { loadLedger } from "@/lib/ledger/load-ledger";

/** Who asked for a flagged name, or one below it, and how it was answered. */
export interface NameAsker {
  asked: string;
  /** Null where the evidence does not tell whose address asked. */
  instanceId: string | null;
  sourceIp: string | null;
  type: string;
  rcode: string;
  queries: number;
  firstMs: number;
  lastMs: number;
}

const MOST = 200;

/** Whether a case has any resolver log, be it one without a record. */
export async function hasLookupLog(caseId: string): Promise<boolean> {
  const { rowCount } = await pool().query("SELECT FROM evidence_files WHERE case_id = $1 AND kind = 'dns' LIMIT 1", [
    caseId,
  ]);
  return rowCount !== 0;
}

/** The askers of a flagged name over all of the case's evidence, most queries first, at most two hundred. */
export async function readNameAskers(caseId: string, name: string): Promise<NameAsker[]> {
  const [ledger, loads] = await Promise.all([loadLedger(caseId), caseLoads(caseId)]);
  const stretches = await readAskerStretches(caseId, ledger);
  const { rows } = await pool().query<NameAsker>(
    `SELECT n.name AS asked, s.instance_id AS "instanceId", host(a.source_ip) AS "sourceIp", q.type, q.rcode,
            count(*)::float8 AS queries, (extract(epoch FROM min(q.at)) * 1000)::float8 AS "firstMs",
            (extract(epoch FROM max(q.at)) * 1000)::float8 AS "lastMs"
       FROM dns_names n
       JOIN dns_queries q ON q.name_no = n.id
       JOIN dns_askers a ON a.id = q.asker_no
       LEFT JOIN unnest($3::int[], $4::text[], $5::timestamptz[], $6::timestamptz[]) AS s(asker_no, instance_id, from_at, to_at)
         ON s.asker_no = q.asker_no AND (s.from_at IS NULL OR q.at >= s.from_at) AND (s.to_at IS NULL OR q.at < s.to_at)
      WHERE n.case_id = $1 AND (n.name = $2 OR right(n.name, length($2) + 1) = '.' || $2)
        AND q.load_id IN (${loads}) AND NOT q.duplicate
      GROUP BY 1, 2, 3, 4, 5 ORDER BY queries DESC, 1, 2, 3, 4, 5 LIMIT ${MOST}`,
    [
      ...[caseId, name],
      ...[stretches.map(({ askerNo }) => askerNo), stretches.map(({ instanceId }) => instanceId)],
      stretches.map(({ fromMs }) => isoInstantOrNull(fromMs)),
      stretches.map(({ toMs }) => isoInstantOrNull(toMs)),
    ],
  );
  return rows;
}
