import type pg from "pg";
import { env } from "@/lib/env";
import { findFlowFormats } from "@/lib/formats/vpc-flow/find-flow-formats";
import { flowLogIdOf, NEEDS_FORMAT } from "@/lib/formats/vpc-flow/flow-format";
import { openLog } from "@/lib/sources/open-log";
import { evidencePath } from "@/lib/sources/original-path";

interface Unread {
  sha256: string;
  size: string;
  flow_format: string | null;
  name: string;
  archive: string;
  reference_path: string | null;
  /** Its place on this load's work list; null where an earlier load has it. */
  work_id: number | null;
}

/**
 * Puts flow logs without a header on the work list again where a description of their flow log, of whatever load, is among
 * the case's evidence by now: a file's name tells its flow log's id. Null where there is none to read again.
 */
export async function listFlowLogsAgain(
  client: pg.ClientBase,
  loadId: number,
  caseId: string,
): Promise<{ files: number; bytes: number } | null> {
  const { rows: unread } = await client.query<Unread>(
    `SELECT DISTINCT ON (e.id) e.sha256, e.size, e.flow_format, e.reference_path, n.name, n.archive,
            (SELECT min(f.id) FROM load_files f WHERE f.load_id = $2 AND e.load_id = $2 AND f.state = 'done'
                AND f.name = n.name AND f.archive = n.archive) AS work_id
       FROM evidence_files e JOIN evidence_names n ON n.file_id = e.id
      WHERE e.case_id = $1 AND e.kind = 'unknown' AND starts_with(e.reason, $3) AND NOT e.flow_format_given
        AND n.name ~ 'fl-[0-9a-f]{8}'
      ORDER BY e.id, n.name COLLATE "C"`,
    [caseId, loadId, NEEDS_FORMAT],
  );
  if (unread.length === 0) return null;
  const formats = await readFormats(client, caseId);
  const again = unread.flatMap((file) => {
    const format = formats.get(flowLogIdOf(file.name) ?? "");
    return format === undefined || format === file.flow_format ? [] : [{ ...file, format }];
  });
  if (again.length === 0) return null;
  await writeWork(client, loadId, again);
  return { files: again.length, bytes: again.reduce((sum, { size }) => sum + Number(size), 0) };
}

function pathOf(file: { sha256: string; reference_path: string | null }): string {
  return evidencePath(env().dataDir, { sha256: file.sha256, referencePath: file.reference_path });
}

/** Columns by flow log id. Two descriptions of one flow log say the same; should they not, no order of files may count. */
async function readFormats(client: pg.ClientBase, caseId: string): Promise<Map<string, string>> {
  const { rows } = await client.query<{ sha256: string; reference_path: string | null }>(
    "SELECT sha256, reference_path FROM evidence_files WHERE case_id = $1 AND kind = 'aws-describe'",
    [caseId],
  );
  const formats = new Map<string, string>();
  for (const file of rows) {
    for (const [id, columns] of await findFlowFormats(openLog(pathOf(file)).chunks)) {
      const [format, known] = [columns.join(" "), formats.get(id)];
      formats.set(id, known !== undefined && known < format ? known : format);
    }
  }
  return formats;
}

async function writeWork(client: pg.ClientBase, loadId: number, again: (Unread & { format: string })[]): Promise<void> {
  const here = again.filter(({ work_id }) => work_id !== null);
  await client.query(
    `UPDATE load_files f SET state = 'pending', flow_format = a.format FROM unnest($1::int[], $2::text[]) AS a (id, format)
      WHERE f.id = a.id`,
    [here.map(({ work_id }) => work_id), here.map(({ format }) => format)],
  );
  const before = again.filter(({ work_id }) => work_id === null);
  await client.query(
    `WITH listed AS (
       INSERT INTO load_files (load_id, path, name, size, sha256, archive, unpack, reference, flow_format)
       SELECT $1, path, name, size, sha256, archive, false, reference, format
         FROM unnest($2::text[], $3::text[], $4::bigint[], $5::text[], $6::text[], $7::boolean[], $8::text[])
           AS a (path, name, size, sha256, archive, reference, format)
       RETURNING size)
     UPDATE loads SET files_total = files_total + (SELECT count(*) FROM listed),
                      bytes_total = bytes_total + (SELECT COALESCE(sum(size), 0) FROM listed) WHERE id = $1`,
    [
      ...[loadId, before.map(pathOf), before.map(({ name }) => name)],
      ...[before.map(({ size }) => size), before.map(({ sha256 }) => sha256)],
      ...[before.map(({ archive }) => archive), before.map(({ reference_path }) => reference_path !== null)],
      before.map(({ format }) => format),
    ],
  );
}
