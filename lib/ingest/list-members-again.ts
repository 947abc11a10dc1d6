import type pg from "pg";
import { env } from "@/lib/env";
import { NEEDS_FORMAT } from "@/lib/formats/vpc-flow/flow-format";
import type { FileJob } from "@/lib/ingest/load-file";
import { evidencePath } from "@/lib/sources/original-path";

interface Member {
  sha256: string;
  size: string;
  name: string;
  archive: string;
  referencePath: string | null;
}

/**
 * Puts the flow logs of an archive that the case has, and that could not be read for want of their columns, on the work
 * list of a load that names them, inside the caller's transaction. Those of archives inside it too.
 */
export async function listMembersAgain(
  client: pg.ClientBase,
  job: FileJob,
  archive: string,
): Promise<{ files: number; bytes: number }> {
  if (job.flowFormat === null) return { files: 0, bytes: 0 };
  const { rows } = await client.query<Member>(
    `WITH RECURSIVE inside (sha256) AS (
       SELECT $2::text
       UNION SELECT e.sha256 FROM inside JOIN evidence_names n ON n.archive = inside.sha256
         JOIN evidence_files e ON e.id = n.file_id AND e.case_id = $1 AND e.kind = 'archive')
     SELECT DISTINCT ON (e.id) e.sha256, e.size, n.name, n.archive, e.reference_path AS "referencePath"
       FROM evidence_files e JOIN evidence_names n ON n.file_id = e.id JOIN inside ON n.archive = inside.sha256
      WHERE e.case_id = $1 AND e.kind = 'unknown' AND starts_with(e.reason, $3)
      ORDER BY e.id, n.name COLLATE "C"`,
    [job.caseId, archive, NEEDS_FORMAT],
  );
  if (rows.length > 0) await writeWork(client, job, rows);
  return { files: rows.length, bytes: rows.reduce((sum, { size }) => sum + Number(size), 0) };
}

async function writeWork(client: pg.ClientBase, job: FileJob, members: readonly Member[]): Promise<void> {
  const { dataDir } = env();
  await client.query(
    `WITH listed AS (
       INSERT INTO load_files (load_id, path, name, size, sha256, archive, unpack, reference, flow_format, flow_format_given)
       SELECT $1, path, name, size, sha256, archive, false, reference, $2, $3
         FROM unnest($4::text[], $5::text[], $6::bigint[], $7::text[], $8::text[], $9::boolean[])
           AS m (path, name, size, sha256, archive, reference)
       RETURNING size)
     UPDATE loads SET files_total = files_total + (SELECT count(*) FROM listed),
                      bytes_total = bytes_total + (SELECT sum(size) FROM listed) WHERE id = $1`,
    [
      ...[job.loadId, job.flowFormat, job.flowFormatGiven],
      ...[members.map((member) => evidencePath(dataDir, member)), members.map(({ name }) => name)],
      ...[members.map(({ size }) => size), members.map(({ sha256 }) => sha256)],
      ...[members.map(({ archive }) => archive), members.map(({ referencePath }) => referencePath !== null)],
    ],
  );
}
