import type { Found } from "@/lib/detect/detector.types";
import type { RunContext } from "@/lib/detect/run-context";
import type { DetectionV1 } from "@/lib/investigate/document.types";

const MOST_RECORDS = 20;
const REFUSED = 2;

/** The first 20 records that something rests on, the earliest first, as file hashes and numbers. */
export async function readProof(context: RunContext, { records }: Found): Promise<DetectionV1["records"]> {
  const { client, loads } = context;
  if (!("interfaceNo" in records)) {
    const refs = records.slice(0, MOST_RECORDS);
    const { rows } = await client.query<{ sha256: string; record: number }>(
      `SELECT e.sha256, r.record FROM unnest($1::int[], $2::int[]) WITH ORDINALITY AS r (file_id, record, place)
         JOIN evidence_files e ON e.id = r.file_id ORDER BY r.place`,
      [refs.map(({ fileId }) => fileId), refs.map(({ record }) => record)],
    );
    return rows;
  }
  const { interfaceNo, peer, protocol, port, verdict, fromMs, toMs } = records;
  const { rows } = await client.query<{ sha256: string; record: number }>(
    `SELECT e.sha256, f.record_no AS record
       FROM flow_records f JOIN evidence_files e ON e.id = f.file_id
      WHERE f.load_id IN (${loads.map(Number).join(",") || "NULL"}) AND f.interface_no = $1 AND NOT f.duplicate
        AND f.start_at >= to_timestamp($2 / 1000.0) AND f.start_at <= to_timestamp($3 / 1000.0)
        AND ($4::inet IS NULL OR $4 IN (f.source_ip, f.destination_ip, f.packet_source_ip, f.packet_destination_ip))
        AND ($5::int IS NULL OR coalesce(f.protocol, -1) = $5)
        AND ($6::int IS NULL OR $6 = 0 OR $6 IN (f.source_port, f.destination_port))
        AND CASE $7 WHEN 'passed' THEN f.action <> ${REFUSED} WHEN 'refused' THEN f.action = ${REFUSED} ELSE true END
      ORDER BY f.start_at, f.end_at, e.sha256, f.record_no LIMIT ${MOST_RECORDS}`,
    [interfaceNo, fromMs, toMs, peer, protocol, port, verdict],
  );
  return rows;
}
