import { pool } from "@/lib/db/pool";
import { SHAPE } from "@/lib/ingest/rows/flow-row";

export interface FileAccount {
  name: string;
  kind: string;
  records: number;
  duplicates: number;
  rejected: number;
  blank: number;
  headers: number;
}

/** What a case says of each of its files, by name. */
export async function fileAccounts(caseId: string): Promise<FileAccount[]> {
  const files = await pool().query<FileAccount>(
    `SELECT (SELECT string_agg(name, ' ' ORDER BY name COLLATE "C") FROM evidence_names WHERE file_id = e.id) AS name, kind,
            records::int, duplicates::int, rejected::int, blank::int, headers::int
       FROM evidence_files e WHERE case_id = $1 ORDER BY 1`,
    [caseId],
  );
  return files.rows;
}

export interface RecordMark {
  sha256: string;
  record_no: number;
  duplicate: boolean;
  repeat: boolean;
  filled: boolean;
  tcp_flags: number | null;
  direction: number | null;
  instance_id: string | null;
}

/** How every record of a case is marked, whichever load brought it. */
export async function recordMarks(caseId: string): Promise<RecordMark[]> {
  const loads = "(SELECT id FROM loads WHERE case_id = $1)";
  const marks = await pool().query<RecordMark>(
    `SELECT e.sha256, m.* FROM (
       SELECT f.file_id, f.record_no, f.duplicate, false AS repeat, f.shape & ${SHAPE.filled} <> 0 AS filled, f.tcp_flags,
              f.direction, c.instance_id
         FROM flow_records f JOIN flow_contexts c ON c.id = f.context_no WHERE f.load_id IN ${loads}
       UNION ALL SELECT file_id, record_no, duplicate, false, false, NULL, NULL, NULL
         FROM dns_queries WHERE load_id IN ${loads}
       UNION ALL SELECT file_id, record_no, duplicate, repeat, false, NULL, NULL, NULL
         FROM api_calls WHERE load_id IN ${loads}) m
       JOIN evidence_files e ON e.id = m.file_id ORDER BY e.sha256, m.record_no`,
    [caseId],
  );
  return marks.rows.map(({ sha256, record_no, duplicate, repeat, filled, tcp_flags, direction, instance_id }) => ({
    sha256,
    record_no,
    duplicate,
    repeat,
    filled,
    tcp_flags,
    direction,
    instance_id,
  }));
}
