import { compareText } from "@/lib/core/compare-text";
import type { DataHour, NotableCall } from "@/lib/detect/inputs/calls.types";
import { filePlaces } from "@/lib/detect/inputs/file-places";
import {
  DATA_APIS,
  LOGGING_APIS,
  NARROWING_APIS,
  OPENING_APIS,
  PRIVILEGE_APIS,
  SHARING_APIS,
  TEARDOWN_APIS,
} from "@/lib/detect/inputs/notable-apis";
import { readCallers } from "@/lib/detect/inputs/read-call-uses";
import type { RunContext } from "@/lib/detect/run-context";
import { countedCall } from "@/lib/investigate/scope";

const NOTABLE = [
  ...PRIVILEGE_APIS,
  ...LOGGING_APIS,
  ...NARROWING_APIS,
  ...OPENING_APIS,
  ...SHARING_APIS,
  ...TEARDOWN_APIS,
];
/** More are no sign of anybody's care; the earliest are read. */
const MOST_CALLS = 50_000;

const loadList = ({ loads }: RunContext) => loads.map(Number).join(",") || "NULL";
/** Callers that made one of the calls at all: a table of a few rows tells, so that others' calls are never read. */
const CALLERS = `SELECT DISTINCT principal_no AS no FROM caller_uses WHERE case_id = $1 AND event_name = ANY($2::text[])`;

/** Calls of note, one by one, by time. */
export async function readNotableCalls(context: RunContext): Promise<NotableCall[]> {
  const callers = await readCallers(context);
  const { rows } = await context.client.query<
    Omit<NotableCall, "caller" | "notes"> & { no: number; notes: string[] | null }
  >(
    `SELECT a.principal_no AS no, a.event_source AS "eventSource", a.event_name AS "eventName",
            (extract(epoch FROM a.at) * 1000)::float8 AS "atMs", a.error_code AS "errorCode", a.target, a.notes,
            coalesce(host(a.source_ip), a.source) AS source, a.file_id AS "fileId", a.record_no AS record
       FROM (${CALLERS}) c JOIN api_calls a ON a.principal_no = c.no JOIN evidence_files e ON e.id = a.file_id
      WHERE a.load_id IN (${loadList(context)}) AND a.event_name = ANY($2::text[]) AND ${countedCall("a")}
      ORDER BY a.at, e.sha256, a.record_no LIMIT ${MOST_CALLS}`,
    [context.caseId, NOTABLE],
  );
  return rows.flatMap(({ no, notes, ...call }) => {
    const caller = callers.get(no);
    return caller ? [{ ...call, caller, notes: notes ?? [] }] : [];
  });
}

/** Allowed calls that read data, added up by caller, API and hour. */
export async function readDataHours(context: RunContext): Promise<DataHour[]> {
  const callers = await readCallers(context);
  const { rows } = await context.client.query<Omit<DataHour, "caller" | "first"> & { no: number; first: string[] }>(
    `SELECT a.principal_no AS no, a.event_source AS "eventSource", a.event_name AS "eventName",
            (extract(epoch FROM date_trunc('hour', a.at, 'UTC')) * 1000)::float8 AS "hourMs", count(*)::int AS calls,
            count(DISTINCT a.target)::int AS targets, (extract(epoch FROM min(a.at)) * 1000)::float8 AS "firstMs",
            (extract(epoch FROM max(a.at)) * 1000)::float8 AS "lastMs",
            min(ARRAY[(extract(epoch FROM a.at) * 1000)::bigint, e.place, a.record_no, a.file_id])::text[] AS first
       FROM (${CALLERS}) c JOIN api_calls a ON a.principal_no = c.no JOIN ${filePlaces("$1")} e ON e.id = a.file_id
      WHERE a.load_id IN (${loadList(context)}) AND a.event_name = ANY($2::text[]) AND a.error_code IS NULL
        AND a.invoked_by IS NULL AND ${countedCall("a")}
      GROUP BY 1, 2, 3, 4`,
    [context.caseId, DATA_APIS],
  );
  const hours = rows.flatMap(({ no, first: [, , record, fileId], ...hour }): DataHour[] => {
    const caller = callers.get(no);
    return caller ? [{ ...hour, caller, first: { fileId: Number(fileId), record: Number(record) } }] : [];
  });
  const what = ({ caller, eventSource, eventName }: DataHour) => JSON.stringify([caller.id, eventSource, eventName]);
  return hours.sort((a, b) => a.firstMs - b.firstMs || compareText(what(a), what(b)) || a.lastMs - b.lastMs);
}
