import { withTransaction } from "@/lib/db/pool";
import { caseLoadIds } from "@/lib/ledger/load-ledger";
import { sumUpLedger } from "@/lib/ledger/sum-up-ledger";

const COUNTED = "category IN ('management', 'data', 'network-activity') AND NOT duplicate AND NOT repeat";

/**
 * Writes who held each access key into the ledger: the instance or session or identity that used it, from the call that
 * issued it, else from the creation of its session as the record of its first use has it; its first and last use are when
 * it was seen. A key that a call deleted or switched off, and none switched on again, ends with that call. Stands on the role
 * sessions. Safe to run again at any time.
 */
export async function rebuildCredentialSpans(caseId: string): Promise<void> {
  const loads = (await caseLoadIds(caseId)).map(Number).join(",") || "NULL";
  await withTransaction(async (client) => {
    await client.query("DELETE FROM ledger_spans WHERE case_id = $1 AND subject_kind = 'credential'", [caseId]);
    await client.query(
      `INSERT INTO ledger_spans (case_id, subject_kind, subject, holder_kind, holder, from_at, to_at, proof, file_id, record_no,
                                 note, seen_from, seen_to)
       WITH spans AS MATERIALIZED (
         SELECT principal_no, min(at) AS first, max(at) AS last FROM api_calls
          WHERE load_id IN (${loads}) AND ${COUNTED} GROUP BY principal_no),
       used AS (
         SELECT p.access_key_id AS key, min(s.first) AS first, max(s.last) AS last, min(p.session_created_at) AS created,
                (array_agg(s.principal_no ORDER BY s.first, p.key COLLATE "C"))[1] AS principal_no
           FROM spans s JOIN principals p ON p.id = s.principal_no
          WHERE p.case_id = $1 AND p.access_key_id <> '' GROUP BY 1),
       issued AS (
         SELECT DISTINCT ON (issued_key_id) issued_key_id AS key, at, file_id, record_no, issued_arn
           FROM api_calls a JOIN evidence_files e ON e.id = a.file_id
          WHERE a.load_id IN (${loads}) AND issued_key_id IS NOT NULL AND error_code IS NULL AND ${COUNTED}
          ORDER BY issued_key_id, at, event_id COLLATE "C", e.sha256, record_no),
       ended AS (
         SELECT DISTINCT ON (notes[1]) notes[1] AS key, at, notes[2] AS state
           FROM api_calls a JOIN evidence_files e ON e.id = a.file_id
          WHERE a.load_id IN (${loads}) AND event_name IN ('DeleteAccessKey', 'UpdateAccessKey') AND cardinality(notes) = 2
            AND error_code IS NULL AND ${COUNTED}
          ORDER BY notes[1], at DESC, event_id COLLATE "C" DESC, e.sha256, record_no)
       SELECT $1, 'credential', coalesce(u.key, i.key),
              CASE WHEN own.instance_id IS NOT NULL THEN 'instance' WHEN p.type = 'AssumedRole' OR p.id IS NULL THEN 'session'
                   ELSE 'identity' END,
              coalesce(own.instance_id, p.arn, i.issued_arn, p.principal_id, p.type, 'unknown'),
              coalesce(i.at, u.created), CASE WHEN x.at > coalesce(i.at, u.created, '-infinity') THEN x.at END,
              CASE WHEN i.key IS NULL THEN 'record' ELSE 'call' END,
              coalesce(i.file_id, f.file_id), coalesce(i.record_no, f.record_no),
              nullif(concat_ws('. ', CASE WHEN i.key IS NULL AND u.created IS NULL THEN 'Which call issued it is not in the evidence'
                   WHEN i.key IS NULL THEN 'As its session says; the call that issued it is not in the evidence'
                   WHEN u.key IS NULL THEN 'No call with it is in the evidence' END,
                CASE WHEN x.state = 'Deleted' THEN 'A call deleted it' WHEN x.key IS NOT NULL THEN 'A call switched it off' END), ''),
              u.first, u.last
         FROM used u FULL JOIN issued i USING (key)
         LEFT JOIN principals p ON p.id = u.principal_no
         LEFT JOIN ended x ON x.key = coalesce(u.key, i.key) AND x.state <> 'Active'
         LEFT JOIN LATERAL (
           SELECT a.file_id, a.record_no FROM api_calls a JOIN evidence_files e ON e.id = a.file_id
            WHERE a.load_id IN (${loads}) AND a.principal_no = u.principal_no AND a.at = u.first AND ${COUNTED}
            ORDER BY e.sha256, a.record_no LIMIT 1) f ON true
         LEFT JOIN LATERAL (
           SELECT s.instance_id FROM credentials c JOIN role_sessions s ON s.id = c.session_id
            WHERE c.case_id = $1 AND c.access_key_id = u.key AND s.instance_id IS NOT NULL ORDER BY c.id LIMIT 1) own ON true
        ORDER BY 3`,
      [caseId],
    );
    await sumUpLedger(client, caseId);
  });
}
