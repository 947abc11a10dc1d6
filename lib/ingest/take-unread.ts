import type pg from "pg";
import { NEEDS_FORMAT } from "@/lib/formats/vpc-flow/flow-format";

/**
 * Takes over the evidence row of a flow log that could not be read for want of its columns, where the job names them:
 * it becomes a file of the job's load, with the names it has. Null where there is no such row.
 */
export async function takeUnread(
  client: pg.ClientBase,
  job: { caseId: string; loadId: number; flowFormat: string | null },
  sha256: string,
): Promise<number | null> {
  if (job.flowFormat === null) return null;
  const { rows } = await client.query<{ id: number }>(
    `UPDATE evidence_files SET load_id = $1
      WHERE case_id = $2 AND sha256 = $3 AND kind = 'unknown' AND starts_with(reason, $4) RETURNING id`,
    [job.loadId, job.caseId, sha256, NEEDS_FORMAT],
  );
  const fileId = rows[0]?.id ?? null;
  if (fileId !== null) await client.query("DELETE FROM rejections WHERE file_id = $1", [fileId]);
  return fileId;
}
