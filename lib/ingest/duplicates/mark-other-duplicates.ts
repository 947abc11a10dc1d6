import type pg from "pg";
import { groupRows, readCursor } from "@/lib/ingest/duplicates/read-cursor";
import { type Copy, resolveCopies } from "@/lib/ingest/duplicates/resolve-copies";

/** Queries that events tell of once more, findings that say the same, and equal NODATA and SKIPDATA rows count once. */
export async function markEqualRecords(client: pg.ClientBase, caseId: string, loads: number[]): Promise<void> {
  await markReportedQueries(client, loads);
  await client.query(
    `UPDATE findings q SET duplicate = r.place > 1
       FROM (SELECT q.file_id, q.record_no,
                    row_number() OVER (PARTITION BY q.record_hash ORDER BY e.sha256, q.record_no) AS place
               FROM findings q JOIN evidence_files e ON e.id = q.file_id WHERE q.case_id = $1) r
      WHERE q.file_id = r.file_id AND q.record_no = r.record_no AND q.duplicate <> (r.place > 1)`,
    [caseId],
  );
  await client.query(
    `UPDATE flow_gaps q SET duplicate = r.place > 1
       FROM (SELECT q.file_id, q.record_no,
                    row_number() OVER (PARTITION BY q.interface_no, q.start_at, q.end_at, q.status
                                       ORDER BY e.sha256, q.record_no) AS place
               FROM flow_gaps q JOIN evidence_files e ON e.id = q.file_id WHERE q.case_id = $1) r
      WHERE q.file_id = r.file_id AND q.record_no = r.record_no AND q.duplicate <> (r.place > 1)`,
    [caseId],
  );
}

/** A query that an event of DNS Firewall told of counts once, as the log has it where it has it: whole seconds there. */
async function markReportedQueries(client: pg.ClientBase, loads: number[]): Promise<void> {
  await client.query(
    `UPDATE dns_queries q SET duplicate = true
       FROM dns_askers a
      WHERE q.load_id = ANY($1::int[]) AND q.detail->>'reported_by' = 'EventBridge' AND NOT q.duplicate AND a.id = q.asker_no
        AND EXISTS (SELECT FROM dns_queries o JOIN dns_askers b ON b.id = o.asker_no
                     WHERE o.load_id = ANY($1::int[]) AND o.name_no = q.name_no AND o.type = q.type
                       AND o.at BETWEEN q.at - interval '1 second' AND q.at + interval '1 second'
                       AND (o.detail->>'reported_by') IS DISTINCT FROM 'EventBridge'
                       AND (b.source_ip = a.source_ip OR b.instance_id = a.instance_id))`,
    [loads],
  );
}

interface CallCopyRow {
  event_id: string;
  sha256: string;
  load_id: number;
  file_id: number;
  record_no: number;
  field_hashes: Record<string, string>;
}

/** Events are one by their id, unless two copies differ in a field that both carry. */
export async function markCallDuplicates(client: pg.ClientBase, loads: number[]): Promise<void> {
  await client.query("UPDATE api_calls SET duplicate = false WHERE load_id = ANY($1::int[]) AND duplicate", [loads]);
  const rows = readCursor<CallCopyRow>(
    client,
    "call_copies",
    `SELECT a.event_id, e.sha256, a.load_id, a.file_id, a.record_no, a.field_hashes
       FROM api_calls a JOIN evidence_files e ON e.id = a.file_id
      WHERE a.load_id = ANY($1::int[]) AND a.event_id IN
        (SELECT event_id FROM api_calls WHERE load_id = ANY($1::int[]) GROUP BY event_id HAVING count(*) > 1)
      ORDER BY a.event_id COLLATE "C"`,
    [loads],
  );
  let duplicates: CallCopyRow[] = [];
  for await (const group of groupRows(rows, (row) => row.event_id)) {
    const copies = group.map((row): Copy & { row: CallCopyRow } => ({
      sha256: row.sha256,
      record: row.record_no,
      fields: row.field_hashes,
      row,
    }));
    // One by one: a trail may repeat an event more often than a call takes arguments.
    for (const resolution of resolveCopies(copies)) for (const { row } of resolution.duplicates) duplicates.push(row);
    if (duplicates.length > 5000) {
      await writeCallDuplicates(client, duplicates);
      duplicates = [];
    }
  }
  await writeCallDuplicates(client, duplicates);
}

async function writeCallDuplicates(client: pg.ClientBase, rows: CallCopyRow[]): Promise<void> {
  await client.query(
    `UPDATE api_calls a SET duplicate = true
       FROM unnest($1::int[], $2::int[], $3::int[]) AS d (load_id, file_id, record_no)
      WHERE a.load_id = d.load_id AND a.file_id = d.file_id AND a.record_no = d.record_no`,
    [rows.map(({ load_id }) => load_id), rows.map(({ file_id }) => file_id), rows.map(({ record_no }) => record_no)],
  );
}

/**
 * Marks records that are no further call: all but one of cross-account twins (the one with the caller's ARN stands), an
 * event that an addendum replaces, all but the last of several corrections of one event, and a network activity event that repeats another. (Counting rule 22, ruling 8b.)
 */
export async function markRepeatedCalls(client: pg.ClientBase, loads: number[]): Promise<void> {
  await client.query(
    `WITH call AS (
       SELECT a.*, p.arn, e.sha256 FROM api_calls a
         JOIN principals p ON p.id = a.principal_no JOIN evidence_files e ON e.id = a.file_id
        WHERE a.load_id = ANY($1::int[]) AND NOT a.duplicate AND a.category NOT IN ('insight', 'aggregated')),
     twin AS (
       SELECT load_id, file_id, record_no, row_number() OVER (
                PARTITION BY shared_event_id ORDER BY (arn IS NULL), event_id COLLATE "C", sha256, record_no) AS place
         FROM call WHERE shared_event_id IS NOT NULL),
     replacing AS (SELECT DISTINCT replaces_event_id, event_id FROM call WHERE replaces_event_id IS NOT NULL),
     again AS (
       SELECT load_id, file_id, record_no FROM twin WHERE place > 1
       UNION
       SELECT o.load_id, o.file_id, o.record_no FROM call o
        WHERE EXISTS (SELECT FROM replacing r WHERE r.replaces_event_id = o.event_id
                       AND (r.event_id <> o.event_id OR o.replaces_event_id IS NULL))
       UNION
       SELECT load_id, file_id, record_no FROM (
         SELECT load_id, file_id, record_no, row_number() OVER (
                  PARTITION BY replaces_event_id ORDER BY at DESC, event_id COLLATE "C" DESC, sha256, record_no) AS place
           FROM call WHERE replaces_event_id IS NOT NULL) correction WHERE place > 1
       UNION
       SELECT n.load_id, n.file_id, n.record_no FROM call n
        WHERE n.category = 'network-activity'
          AND EXISTS (SELECT FROM call o WHERE o.request_id = n.request_id AND o.event_name = n.event_name
                       AND o.category <> 'network-activity'))
     UPDATE api_calls a SET repeat = (g.record_no IS NOT NULL)
       FROM api_calls b LEFT JOIN again g USING (load_id, file_id, record_no)
      WHERE b.load_id = ANY($1::int[]) AND a.load_id = ANY($1::int[])
        AND a.load_id = b.load_id AND a.file_id = b.file_id AND a.record_no = b.record_no
        AND a.repeat <> (g.record_no IS NOT NULL)`,
    [loads],
  );
}
