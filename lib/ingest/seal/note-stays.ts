import type { Transaction } from "@/lib/db/client";

/**
 * Notes that the records of a load's files can be read from now on. A file that a removal of another brought back has been
 * there all along.
 */
export async function noteStays(transaction: Transaction, loadId: number): Promise<void> {
  await transaction.$executeRaw`
    INSERT INTO evidence_stays (case_id, sha256, since, name, kind, records)
    SELECT e.case_id, e.sha256, date_trunc('milliseconds', clock_timestamp()), coalesce(n.name, ''), e.kind, e.records
      FROM evidence_files e
      LEFT JOIN LATERAL (SELECT name FROM evidence_names WHERE file_id = e.id ORDER BY name COLLATE "C" LIMIT 1) n ON true
     WHERE e.load_id = ${loadId}
       AND NOT EXISTS (SELECT FROM evidence_stays s
                        WHERE s.case_id = e.case_id AND s.sha256 = e.sha256 AND s.until IS NULL)`;
}
