import type { FlowProof, RecordRef } from "@/lib/detect/detector.types";
import type { RunContext } from "@/lib/detect/run-context";

const MOST_RECORDS = 20;
const REFUSED = 2;
const SYN = 2;

/** A record behind a detection, and what leads to it on a page. */
export interface ProofRecord {
  sha256: string;
  record: number;
  fileId: number;
  source: "flow" | "dns" | "api" | "finding";
  atMs: number;
}

const ms = (column: string) => `(extract(epoch FROM ${column}) * 1000)::float8 AS "atMs"`;

/** The first 20 records that something rests on, the earliest first. */
export async function readProof(
  context: RunContext,
  records: readonly RecordRef[] | FlowProof,
): Promise<ProofRecord[]> {
  return "interfaceNos" in records ? findFlows(context, records) : findNamed(context, records.slice(0, MOST_RECORDS));
}

/** Records that a detector named, of whatever log, in its order. */
async function findNamed({ client }: RunContext, refs: readonly RecordRef[]): Promise<ProofRecord[]> {
  const { rows } = await client.query<ProofRecord>(
    `SELECT e.sha256, r.record, r.file_id AS "fileId", found.source, ${ms("found.at")}
       FROM unnest($1::int[], $2::int[]) WITH ORDINALITY AS r (file_id, record, place)
       JOIN evidence_files e ON e.id = r.file_id
       JOIN LATERAL (
         SELECT 'api' AS source, at FROM api_calls a
          WHERE a.load_id = e.load_id AND a.file_id = r.file_id AND a.record_no = r.record
         UNION ALL SELECT 'dns', at FROM dns_queries q
          WHERE q.load_id = e.load_id AND q.file_id = r.file_id AND q.record_no = r.record
         UNION ALL SELECT 'flow', start_at FROM flow_records f
          WHERE f.load_id = e.load_id AND f.file_id = r.file_id AND f.record_no = r.record
         UNION ALL SELECT 'finding', first_seen FROM findings g WHERE g.file_id = r.file_id AND g.record_no = r.record
       ) found ON true
      ORDER BY r.place`,
    [refs.map(({ fileId }) => fileId), refs.map(({ record }) => record)],
  );
  return rows;
}

async function findFlows({ client, loads }: RunContext, proof: FlowProof): Promise<ProofRecord[]> {
  const { interfaceNos, peer, protocol, port, verdict, fromMs, toMs } = proof;
  const { rows } = await client.query<ProofRecord>(
    `SELECT e.sha256, f.record_no AS record, f.file_id AS "fileId", 'flow' AS source,
            ${ms("f.start_at")}
       FROM flow_records f JOIN evidence_files e ON e.id = f.file_id
      WHERE f.load_id IN (${loads.map(Number).join(",") || "NULL"}) AND f.interface_no = ANY($1::int[]) AND NOT f.duplicate
        AND f.start_at >= to_timestamp($2 / 1000.0) AND f.start_at <= to_timestamp($3 / 1000.0)
        AND ($4::inet IS NULL OR $4 IN (f.source_ip, f.destination_ip, f.packet_source_ip, f.packet_destination_ip))
        AND ($5::int IS NULL OR coalesce(f.protocol, -1) = $5)
        AND ($6::int IS NULL OR $6 = 0 OR $6 IN (f.source_port, f.destination_port))
        AND CASE $7 WHEN 'passed' THEN f.action <> ${REFUSED} WHEN 'refused' THEN f.action = ${REFUSED}
                 WHEN 'failed' THEN f.action = ${REFUSED} OR f.protocol = 6 AND f.tcp_flags = ${SYN} ELSE true END
      ORDER BY f.start_at, f.end_at, e.sha256, f.record_no LIMIT ${MOST_RECORDS}`,
    [interfaceNos, fromMs, toMs, peer, protocol, port, verdict],
  );
  return rows;
}
