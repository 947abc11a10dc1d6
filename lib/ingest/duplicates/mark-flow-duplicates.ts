import type pg from "pg";
import { recordsOfLesserLogs } from "@/lib/ingest/duplicates/choose-log";
import { type FlowCopyRow, fillFlow, flowCopy } from "@/lib/ingest/duplicates/flow-copies";
import { FlowUpdates, resetFlowMarks } from "@/lib/ingest/duplicates/flow-updates";
import { findCopyStretches, findLoadStretches, findLogStretches } from "@/lib/ingest/duplicates/overlaps";
import { groupRows, readCursor } from "@/lib/ingest/duplicates/read-cursor";
import { resolveCopies } from "@/lib/ingest/duplicates/resolve-copies";

/** What all formats share: two records that differ here are two. */
const SHARED = [
  "interface_no",
  "source_ip",
  "destination_ip",
  "source_port",
  "destination_port",
  "protocol",
  "packets",
  "bytes",
  "start_at",
  "end_at",
  "action",
].map((column) => `f.${column}`);
const SHARED_HASH = `hash_record_extended(ROW(${SHARED.join(", ")}), 0)`;
const SHARED_KEY = `ROW(${SHARED.join(", ")})::text`;

/**
 * Decides afresh which flow records of the load's interfaces are duplicates, over all evidence of the case from the times that the load has of
 * them: copies of one record, then the lesser of two logs that cut time differently. Runs inside the caller's transaction, so readers see the
 * marks change at once.
 */
export async function markFlowDuplicates(client: pg.ClientBase, caseId: string, loadId: number): Promise<void> {
  const { interfaces, loads } = await findLoadStretches(client, caseId, loadId);
  if (interfaces.length === 0) return;
  await resetFlowMarks(client, loads);
  const stretches = await findCopyStretches(client, caseId, interfaces);
  if (stretches > 0) await markCopies(client, caseId, loads, stretches > FEW_STRETCHES * interfaces.length);
  if ((await findLogStretches(client, caseId, interfaces)) > 0) await markLesserLogs(client, loads);
}

/** So many stretches an interface are held against each of its records. */
const FEW_STRETCHES = 4;
const IN_STRETCH = "f.interface_no = s.interface_no AND f.start_at BETWEEN s.from_at AND s.to_at";
const IN_FEW = `FROM copy_stretch s JOIN flow_records f ON ${IN_STRETCH} WHERE f.load_id = ANY($1::int[])`;
/**
 * Many short ones are looked up one by one: the planner takes each for half a percent of an interface and would hold all
 * of them against every record. `OFFSET 0` keeps it from that. They never overlap, so a record is read once.
 */
const ONE_BY_ONE = `FROM copy_stretch s CROSS JOIN LATERAL
  (SELECT f.* FROM flow_records f WHERE f.load_id = ANY($1::int[]) AND ${IN_STRETCH} OFFSET 0) f`;

async function markCopies(client: pg.ClientBase, caseId: string, loads: number[], many: boolean): Promise<void> {
  const inStretch = many ? ONE_BY_ONE : IN_FEW;
  await client.query("CREATE TEMP TABLE copy_candidate (hash bigint) ON COMMIT DROP");
  const candidates = await client.query(
    `INSERT INTO copy_candidate SELECT ${SHARED_HASH} AS hash ${inStretch} GROUP BY 1 HAVING count(*) > 1`,
    [loads],
  );
  if (candidates.rowCount === 0) return;
  await client.query("ANALYZE copy_candidate");
  const rows = readCursor<FlowCopyRow>(
    client,
    "flow_copies",
    `SELECT k.hash || ${SHARED_KEY} AS copy_key, e.sha256, f.load_id, f.file_id, f.record_no, f.interface_no, f.context_no,
            i.key AS interface_key, i.interface_id, c.source, c.account_id, c.vpc_id, c.subnet_id, c.instance_id,
            c.region, c.az_id, c.resource_id, c.interface_type, f.shape, f.tcp_flags, f.direction,
            host(f.source_ip) AS source_ip, host(f.destination_ip) AS destination_ip,
            host(f.packet_source_ip) AS packet_source_ip, host(f.packet_destination_ip) AS packet_destination_ip,
            (SELECT d.fields FROM flow_details d WHERE d.id = f.detail_no) AS detail
       FROM (SELECT f.*, ${SHARED_HASH} AS hash ${ONE_BY_ONE}) f
       JOIN copy_candidate k ON k.hash = f.hash
       JOIN evidence_files e ON e.id = f.file_id
       JOIN flow_contexts c ON c.id = f.context_no
       JOIN interfaces i ON i.id = f.interface_no
      ORDER BY k.hash, copy_key`,
    [loads],
    { byHashing: true },
  );
  const updates = await FlowUpdates.begin(client);
  for await (const group of groupRows(rows, (row) => row.copy_key)) {
    for (const resolution of resolveCopies(group.map(flowCopy))) {
      for (const { row } of resolution.duplicates) await updates.duplicate(row);
      const filled = resolution.duplicates.length > 0 ? await fillFlow(client, caseId, resolution) : null;
      if (filled) await updates.fill(filled);
    }
  }
  await updates.finish();
}

interface CutRow {
  connection: string;
  log_key: string;
  load_id: number;
  file_id: number;
  record_no: number;
  start_ms: string;
  end_ms: string;
  bytes: string | null;
}

async function markLesserLogs(client: pg.ClientBase, loads: number[]): Promise<void> {
  const rows = readCursor<CutRow>(
    client,
    "cut_records",
    `SELECT * FROM (
       SELECT DISTINCT ON (f.load_id, f.file_id, f.record_no) COALESCE(e.log_key, '') AS log_key,
              ROW(f.interface_no, f.source_ip, f.destination_ip, f.source_port, f.destination_port, f.protocol,
                  COALESCE(f.packet_source_ip, f.source_ip), COALESCE(f.packet_destination_ip, f.destination_ip),
                  f.action)::text AS connection,
              f.load_id, f.file_id, f.record_no, e.sha256, f.bytes,
              (extract(epoch FROM f.start_at) * 1000)::bigint AS start_ms,
              (extract(epoch FROM f.end_at) * 1000)::bigint AS end_ms
         FROM log_stretch s
         JOIN flow_records f ON f.interface_no = s.interface_no AND f.start_at <= s.to_at AND f.end_at >= s.from_at
         JOIN evidence_files e ON e.id = f.file_id
        WHERE f.load_id = ANY($1::int[]) AND NOT f.duplicate) cut
      ORDER BY connection, start_ms, end_ms, sha256, record_no`,
    [loads],
  );
  const updates = await FlowUpdates.begin(client);
  for await (const group of groupRows(rows, (row) => row.connection)) {
    const records = group.map((row) => ({
      logKey: row.log_key,
      startMs: Number(row.start_ms),
      endMs: Number(row.end_ms),
      bytes: Number(row.bytes ?? 0),
      row,
    }));
    for (const { row } of recordsOfLesserLogs(records)) await updates.duplicate(row);
  }
  await updates.finish();
}
