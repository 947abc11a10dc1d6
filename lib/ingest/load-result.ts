import type pg from "pg";

export interface LoadResult {
  loadId: number;
  caseId: string;
  state: "done" | "failed" | "cancelled";
  /** Files whose content is new to the case. */
  filesLoaded: number;
  /** Files whose bytes the case had, under whatever name. */
  filesKnown: number;
  /** Files never reached because the load was cancelled or had to stop. */
  filesLeft: number;
  /** Why files failed or the load stopped; null where nothing did. */
  error: string | null;
  filesFailed: { name: string; reason: string }[];
  records: number;
  duplicates: number;
  rejected: number;
}

/** What a load that has ended came to. */
export async function readLoadResult(client: pg.ClientBase, loadId: number): Promise<LoadResult> {
  const sums = await client.query<{
    case_id: string;
    state: LoadResult["state"];
    error: string | null;
    loaded: string;
    done: string;
    pending: string;
    records: string;
    duplicates: string;
    rejected: string;
  }>(
    `SELECT l.case_id, l.state, l.error, e.loaded, e.records, e.duplicates, e.rejected,
       (SELECT count(*) FROM load_files WHERE load_id = l.id AND state = 'done') AS done,
       (SELECT count(*) FROM load_files WHERE load_id = l.id AND state = 'pending') AS pending
     FROM loads l, LATERAL (
       SELECT count(*) AS loaded, COALESCE(sum(records), 0) AS records, COALESCE(sum(duplicates), 0) AS duplicates,
         COALESCE(sum(rejected), 0) AS rejected FROM evidence_files WHERE load_id = l.id) e
     WHERE l.id = $1`,
    [loadId],
  );
  const failed = await client.query<{ name: string; reason: string }>(
    "SELECT name, error AS reason FROM load_files WHERE load_id = $1 AND state = 'failed' ORDER BY name, id",
    [loadId],
  );
  const sum = sums.rows[0];
  if (!sum) throw new Error(`load ${loadId} is gone`);
  return {
    loadId,
    caseId: sum.case_id,
    state: sum.state,
    error: sum.error,
    filesLoaded: Number(sum.loaded),
    filesKnown: Number(sum.done) - Number(sum.loaded),
    filesLeft: Number(sum.pending),
    filesFailed: failed.rows,
    records: Number(sum.records),
    duplicates: Number(sum.duplicates),
    rejected: Number(sum.rejected),
  };
}
