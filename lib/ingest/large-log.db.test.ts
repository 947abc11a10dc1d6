import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { createCase } from "@/lib/cases/create-case";
import { pool } from "@/lib/db/pool";
import { createTestDatabase, type TestDatabase } from "@/lib/db/test-database";
import { readWhole } from "@/lib/formats/test-log";
import { loadEvidence } from "@/lib/ingest/load-evidence";
import { writeFiles } from "@/lib/ingest/test-corpus";

const HEADER =
  "version interface-id account-id srcaddr dstaddr srcport dstport protocol packets bytes start end action log-status " +
  "tcp-flags pkt-srcaddr pkt-dstaddr flow-direction traffic-path vpc-id";
const LINES = 9000;
/** This line is the same as the third, far from it: one is read as text, the other from bytes. */
const REPEATED = 8000;

let database: TestDatabase;
let folder: string;
beforeAll(async () => {
  database = await createTestDatabase();
  folder = await mkdtemp(path.join(tmpdir(), "threadline-large-log-"));
});
afterAll(async () => {
  await database.drop();
  await rm(folder, { recursive: true });
});

function line(no: number): string {
  if (no === REPEATED) return line(3);
  const eni = `eni-0000000${no % 7}`;
  const start = 1_772_409_600 + Math.floor(no / 3);
  const [own, peer] =
    no % 11 === 0 ? ["2001:db8::5", "2001:db8:ffff::9"] : [`10.0.0.${no % 7}`, `203.0.113.${no % 250}`];
  const [from, to, direction] = no % 2 ? [own, peer, "egress"] : [peer, own, "ingress"];
  const ports = no % 13 === 0 ? "- -" : `${1024 + no} 443`;
  const bytes = no === 7000 ? "999999999999999" : no === 7001 ? "9007199254740991" : no % 17 === 0 ? "-" : `${no * 31}`;
  const status = no % 500 === 0 ? "NODATA" : no % 501 === 0 ? "WRONG" : "OK";
  const packet = no % 5 === 0 ? `${from} 198.51.100.77` : no % 5 === 1 ? "- -" : `${from} ${to}`;
  return (
    `5 ${eni} 123456789012 ${from} ${to} ${ports} 6 10 ${bytes} ${start} ${start + 60} ${no % 19 ? "ACCEPT" : "REJECT"} ` +
    `${status} ${no % 23 ? 3 : "-"} ${packet} ${no % 29 ? direction : "-"} ${no % 31 ? no % 3 : "-"} vpc-1`
  );
}

it("stores what its lines say, those that are read from bytes as those that are read as text", async () => {
  const text = `${HEADER}\n${Array.from({ length: LINES }, (_, at) => `${line(at + 1)}\n`).join("")}`;
  expect(text.length).toBeGreaterThan(1_000_000);
  await writeFiles(folder, { "large.log": text });
  const { id: caseId } = await createCase({ title: "large" });
  const result = await loadEvidence({ caseId, paths: [folder] });
  const { content, summary } = await readWhole(text);
  expect(summary.rejected).toBe(17);
  expect(result).toMatchObject({ state: "done", records: summary.records, rejected: 17 });

  const stored = await pool().query(
    `SELECT f.record_no AS record, (extract(epoch FROM start_at) * 1000)::float8 AS start,
            (extract(epoch FROM end_at) * 1000)::float8 AS end, f.bytes::text, f.packets::text, source_port, destination_port,
            protocol, action, tcp_flags, direction, shape & 7 AS shape, host(source_ip) AS source,
            host(destination_ip) AS destination, host(packet_source_ip) AS packet_source,
            host(packet_destination_ip) AS packet_destination, c.vpc_id, i.key, d.fields AS detail
       FROM flow_records f JOIN flow_contexts c ON c.id = f.context_no JOIN interfaces i ON i.id = f.interface_no
       LEFT JOIN flow_details d ON d.id = f.detail_no JOIN evidence_files e ON e.id = f.file_id
      WHERE e.case_id = $1 ORDER BY 1`,
    [caseId],
  );
  expect(stored.rows.map((row) => ({ ...row }))).toEqual(
    content.flows.map((flow) => ({
      record: flow.record,
      start: flow.startMs,
      end: flow.endMs,
      bytes: flow.bytes === null ? null : String(flow.bytes),
      packets: String(flow.packets),
      source_port: flow.sourcePort,
      destination_port: flow.destinationPort,
      protocol: flow.protocol,
      action: flow.action === "ACCEPT" ? 1 : 2,
      tcp_flags: flow.tcpFlags,
      direction: flow.direction === null ? 0 : flow.direction === "ingress" ? 1 : 2,
      shape: (flow.packetSourceIp ? 1 : 0) | (flow.packetDestinationIp ? 2 : 0),
      source: flow.sourceIp,
      destination: flow.destinationIp,
      packet_source: flow.packetSourceIp === flow.sourceIp ? null : flow.packetSourceIp,
      packet_destination: flow.packetDestinationIp === flow.destinationIp ? null : flow.packetDestinationIp,
      vpc_id: flow.context.vpcId,
      key: flow.context.interfaceKey,
      detail: flow.detail,
    })),
  );
  const repeated = await pool().query("SELECT record_no FROM flow_records WHERE duplicate");
  expect(repeated.rows.map((row) => row.record_no)).toEqual([REPEATED]);
  const seen = await pool().query(
    `SELECT i.key, array_agg(DISTINCT host(ip)) AS own
       FROM flow_sightings s JOIN flow_contexts c ON c.id = s.context_no JOIN interfaces i ON i.id = c.interface_no,
            unnest(s.own_ips) ip
      WHERE s.case_id = $1 GROUP BY i.key ORDER BY i.key`,
    [caseId],
  );
  expect(seen.rows.map(({ key, own }) => [key, own])).toEqual(
    Array.from({ length: 7 }, (_, no) => [`eni-0000000${no}`, [`10.0.0.${no}`, "2001:db8::5"]]),
  );
});
