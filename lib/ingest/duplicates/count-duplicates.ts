import type pg from "pg";
import { byMarks } from "@/lib/ingest/duplicates/by-marks";

/** Counts anew, for every file of the case, how many of its records are duplicates. */
export async function countDuplicates(client: pg.ClientBase, caseId: string, loads: number[]): Promise<void> {
  await byMarks(
    client,
    `WITH counted AS (
       SELECT file_id, sum(n) AS n FROM (
         SELECT file_id, count(*) AS n FROM flow_records WHERE load_id = ANY($2::int[]) AND duplicate GROUP BY 1
         UNION ALL SELECT file_id, count(*) FROM dns_queries WHERE load_id = ANY($2::int[]) AND duplicate GROUP BY 1
         UNION ALL SELECT file_id, count(*) FROM api_calls WHERE load_id = ANY($2::int[]) AND duplicate GROUP BY 1
         UNION ALL SELECT file_id, count(*) FROM flow_gaps WHERE case_id = $1 AND duplicate GROUP BY 1
         UNION ALL SELECT file_id, count(*) FROM findings WHERE case_id = $1 AND duplicate GROUP BY 1) parts
       GROUP BY file_id)
     UPDATE evidence_files e SET duplicates = COALESCE(c.n, 0)
       FROM evidence_files f LEFT JOIN counted c ON c.file_id = f.id
      WHERE f.case_id = $1 AND e.id = f.id AND e.duplicates <> COALESCE(c.n, 0)`,
    [caseId, loads],
  );
}
