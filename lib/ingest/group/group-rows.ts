import type pg from "pg";
import type { LogSummary } from "@/lib/formats/read-log.types";
import { storableJson } from "@/lib/ingest/copy/copy-text";
import type { HeldOriginal } from "@/lib/ingest/group/store-originals";
import { type FileJob, storableDate } from "@/lib/ingest/load-file";

export interface Claim {
  fileId: number;
  /** True where the case has read these bytes, or another file of the group has them. */
  known: boolean;
}

/** A file of a group once it is read; without a summary it is one that was known. */
export interface ReadFile {
  job: FileJob;
  fileId: number;
  summary: (LogSummary & { inflatedSha256: string | null; selfRepeat: boolean }) | null;
}

/**
 * Gives the files of one load their evidence rows, by the number of each on the work list. Waits for files beside these that
 * are loading the same bytes. None for a flow log that may be one that waited for its columns: it is to be loaded by itself.
 */
export async function claimFiles(
  client: pg.ClientBase,
  files: readonly { job: FileJob; original: HeldOriginal }[],
): Promise<Map<number, Claim>> {
  const [first] = files;
  const claims = new Map<number, Claim>();
  if (!first) return claims;
  const { caseId, loadId } = first.job;
  // In one order everywhere, so that two groups that have the same bytes never wait for each other in a circle.
  const contents = new Map([...files].reverse().map((file) => [file.original.sha256, file]));
  const rows = [...contents.values()].map(({ job, original }) => ({
    ...{ sha256: original.sha256, size: original.size },
    ...{ path: job.reference ? original.path : null, changed: original.mtimeMs ?? null },
  }));
  const claimed = await client.query<{ id: number; sha256: string }>(
    `INSERT INTO evidence_files (case_id, load_id, sha256, size, kind, reference_path, reference_mtime_ms)
     SELECT $1, $2, f.sha256, f.size, 'unknown', f.path, f.changed
       FROM jsonb_to_recordset($3::jsonb) AS f (sha256 text, size bigint, path text, changed bigint)
      ORDER BY f.sha256 COLLATE "C" ON CONFLICT (case_id, sha256) DO NOTHING RETURNING id, sha256`,
    [caseId, loadId, storableJson(rows)],
  );
  const mine = new Map(claimed.rows.map(({ id, sha256 }) => [sha256, id]));
  const others = await readKnown(
    client,
    caseId,
    [...contents.keys()].filter((sha256) => !mine.has(sha256)),
  );
  for (const { job, original } of files) {
    const { sha256 } = original;
    const fileId = mine.get(sha256);
    if (fileId !== undefined) {
      claims.set(job.loadFileId, { fileId, known: false });
      mine.delete(sha256);
      others.set(sha256, fileId);
    } else if (job.flowFormat === null) {
      const known = others.get(sha256);
      if (known !== undefined) claims.set(job.loadFileId, { fileId: known, known: true });
    }
  }
  return claims;
}

async function readKnown(client: pg.ClientBase, caseId: string, hashes: string[]): Promise<Map<string, number>> {
  if (hashes.length === 0) return new Map();
  const { rows } = await client.query<{ id: number; sha256: string }>(
    "SELECT id, sha256 FROM evidence_files WHERE case_id = $1 AND sha256 = ANY($2::text[])",
    [caseId, hashes],
  );
  return new Map(rows.map(({ id, sha256 }) => [sha256, id]));
}

/**
 * Writes the accounts of files, their names and their places on the work list, in one round trip; names in one order everywhere, so that
 * two loads that name the same files never wait for each other in a circle.
 */
export async function finishFiles(client: pg.ClientBase, files: readonly ReadFile[]): Promise<void> {
  const accounts = files.flatMap(({ job, fileId, summary }) =>
    summary === null
      ? []
      : {
          ...{ id: fileId, kind: summary.kind, records: summary.records, rejected: summary.rejected },
          ...{ blank: summary.blank, headers: summary.headers, reason: summary.reason, log_key: summary.logKey },
          ...{ first_event: storableDate(summary.firstEventMs), last_event: storableDate(summary.lastEventMs) },
          ...{ self_repeat: summary.selfRepeat, inflated_sha256: summary.inflatedSha256 },
          ...{ flow_format: job.flowFormat, flow_format_given: job.flowFormatGiven },
        },
  );
  const names = files.map(({ job, fileId }) => ({ file_id: fileId, name: job.name, archive: job.archive }));
  await client.query(
    `WITH read AS (
       UPDATE evidence_files e SET kind = r.kind, records = r.records, rejected = r.rejected, blank = r.blank,
              headers = r.headers, first_event = r.first_event, last_event = r.last_event, reason = r.reason,
              log_key = r.log_key, self_repeat = r.self_repeat, inflated_sha256 = r.inflated_sha256,
              flow_format = r.flow_format, flow_format_given = r.flow_format_given
         FROM jsonb_to_recordset($1::jsonb) AS r (
                id int, kind text, records bigint, rejected bigint, blank bigint, headers bigint,
                first_event timestamptz, last_event timestamptz, reason text, log_key text, self_repeat boolean,
                inflated_sha256 text, flow_format text, flow_format_given boolean)
        WHERE e.id = r.id),
     named AS (
       INSERT INTO evidence_names (file_id, name, archive)
       SELECT file_id, name, archive FROM jsonb_to_recordset($2::jsonb) AS n (file_id int, name text, archive text)
        ORDER BY file_id, name COLLATE "C", archive COLLATE "C" ON CONFLICT DO NOTHING)
     UPDATE load_files SET state = 'done', error = NULL WHERE id = ANY($3::int[])`,
    [storableJson(accounts), storableJson(names), files.map(({ job }) => job.loadFileId)],
  );
}
