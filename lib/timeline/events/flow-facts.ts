import { pool } from "@/lib/db/pool";
import type { FlowEvent } from "@/lib/timeline/events/event.types";
import type { Fact, Verdict } from "@/lib/timeline/events/event-detail.types";
import { takeLosses } from "@/lib/timeline/events/flow-losses";
import { connectionFacts } from "@/lib/timeline/events/read-connection";
import { readRejectFacts } from "@/lib/timeline/events/reject-facts";
import { toFacts } from "@/lib/timeline/events/to-facts";
import type { InstanceScope } from "@/lib/timeline/instance-scope";

interface FlowDetailRow {
  startMs: number;
  endMs: number;
  sourceIp: string;
  destinationIp: string;
  packetSourceIp: string | null;
  packetDestinationIp: string | null;
  sourcePort: number | null;
  destinationPort: number | null;
  tcpFlags: number | null;
  direction: number;
  shape: number;
  duplicate: boolean;
  interfaceNo: number;
  interfaceKey: string;
  vpcId: string | null;
  subnetId: string | null;
  instanceId: string | null;
  accountId: string | null;
  region: string | null;
  fields: Record<string, unknown> | null;
}

const PROTOCOLS: Record<number, string> = { 1: "ICMP", 6: "TCP", 17: "UDP", 47: "GRE", 50: "ESP", 58: "ICMPv6" };
const FLAGS: [number, string][] = [
  [1, "FIN"],
  [2, "SYN"],
  [4, "RST"],
  [8, "PSH"],
  [16, "ACK"],
  [32, "URG"],
];
const DIRECTIONS = ["not given", "into the interface", "out of the interface"];
// VPC User Guide, "Flow log records": traffic-path.
const PATHS = new Map([
  ["1", "through another resource in the VPC"],
  ["2", "through an internet gateway or a gateway VPC endpoint"],
  ["3", "through a virtual private gateway"],
  ["4", "through an intra-region VPC peering connection"],
  ["5", "through an inter-region VPC peering connection"],
  ["6", "through a local gateway"],
  ["7", "through a gateway VPC endpoint"],
  ["8", "through an internet gateway"],
]);
const REASONS = new Map([
  ["BPA", "block public access"],
  ["EC", "encryption controls"],
]);

/** The name of a protocol by its number (IANA), else the number. */
function protocolName(protocol: number | null): string {
  return protocol === null ? "not given" : (PROTOCOLS[protocol] ?? `protocol ${protocol}`);
}

/** `SYN, ACK`; a record of more than one packet names the flags of all of them. */
function flagNames(flags: number): string {
  const names = FLAGS.filter(([bit]) => (flags & bit) !== 0).map(([, name]) => name);
  return names.length === 0 ? "none" : names.join(", ");
}

/** Everything a flow record says, and why it stands out. */
export async function flowFacts(
  scope: InstanceScope,
  flow: FlowEvent,
  fileId: number,
  record: number,
): Promise<{ facts: Fact[]; verdicts: Verdict[] }> {
  const { rows } = await pool().query<FlowDetailRow>(
    `SELECT (extract(epoch FROM f.start_at) * 1000)::float8 AS "startMs", (extract(epoch FROM f.end_at) * 1000)::float8 AS "endMs",
            host(f.source_ip) AS "sourceIp", host(f.destination_ip) AS "destinationIp",
            host(f.packet_source_ip) AS "packetSourceIp", host(f.packet_destination_ip) AS "packetDestinationIp",
            f.source_port AS "sourcePort", f.destination_port AS "destinationPort", f.tcp_flags AS "tcpFlags",
            f.direction, f.shape, f.duplicate, f.interface_no AS "interfaceNo", i.key AS "interfaceKey", c.vpc_id AS "vpcId", c.subnet_id AS "subnetId",
            c.instance_id AS "instanceId", c.account_id AS "accountId", c.region, d.fields
       FROM flow_records f
       JOIN interfaces i ON i.id = f.interface_no
       JOIN flow_contexts c ON c.id = f.context_no
       LEFT JOIN flow_details d ON d.id = f.detail_no
      WHERE f.load_id IN (${scope.loads}) AND f.file_id = $1 AND f.record_no = $2`,
    [fileId, record],
  );
  const [row] = rows;
  if (!row) return { facts: [], verdicts: [] };
  const [refusal, connection] = await Promise.all([
    flow.action === "REJECT" ? explainRefusal(scope, flow, row) : null,
    connectionFacts(scope.loads, { ...row, protocol: flow.protocol, action: flow.action }),
  ]);
  return {
    facts: [...factsOf(row, flow), ...connection.facts, ...(refusal?.facts ?? [])],
    verdicts: [...verdictsOf(row, flow, scope), ...connection.verdicts, ...(refusal?.verdicts ?? [])],
  };
}

function explainRefusal(scope: InstanceScope, flow: FlowEvent, row: FlowDetailRow) {
  const { interfaceKey: interfaceId, vpcId, subnetId, direction, protocol, tcpFlags } = { ...row, ...flow };
  const outbound = direction === 0 ? (flow.hop ? null : flow.outbound) : direction === 2;
  const { sourcePort, destinationPort, startMs: atMs } = row;
  const reason = row.fields?.["reject-reason"];
  // Rules go by the address in the packet, which differs from the record's behind a gateway.
  const peerIp = outbound ? (row.packetDestinationIp ?? row.destinationIp) : (row.packetSourceIp ?? row.sourceIp);
  return readRejectFacts(scope, {
    place: { interfaceId, vpcId, subnetId, peerIp, atMs },
    record: {
      ...{ atMs, outbound, peerIp, sourcePort, destinationPort, protocol, tcpFlags },
      reason: typeof reason === "string" && reason !== "" && reason !== "-" ? reason : null,
    },
  });
}

function end(ip: string, port: number | null): string {
  return port === null ? ip : ip.includes(":") ? `[${ip}]:${port}` : `${ip}:${port}`;
}

function factsOf(row: FlowDetailRow, flow: FlowEvent): Fact[] {
  const fields = new Map(Object.entries(row.fields ?? {}).map(([name, value]) => [name, String(value)]));
  const take = (name: string) => {
    const value = fields.get(name);
    fields.delete(name);
    return value;
  };
  const reason = take("reject-reason");
  const path = take("traffic-path");
  const seconds = Math.round((row.endMs - row.startMs) / 1000);
  const given: [string, string | null | undefined, Fact["as"]?][] = [
    ["From", end(row.sourceIp, row.sourcePort), "mono"],
    ["To", end(row.destinationIp, row.destinationPort), "mono"],
    [
      "In the packet",
      row.packetSourceIp === null && row.packetDestinationIp === null
        ? null
        : `${row.packetSourceIp ?? row.sourceIp} → ${row.packetDestinationIp ?? row.destinationIp}`,
      "mono",
    ],
    ["Protocol", `${protocolName(flow.protocol)}${flow.protocol === null ? "" : ` (${flow.protocol})`}`],
    [
      "Action",
      flow.action === null ? "not given" : `${flow.action}${reason ? `: ${REASONS.get(reason) ?? reason}` : ""}`,
    ],
    ["Bytes", flow.bytes === null ? "not given" : String(flow.bytes), flow.bytes === null ? undefined : "bytes"],
    ["Packets", flow.packets === null ? "not given" : String(flow.packets)],
    ["Packets lost", takeLosses(take)],
    ["TCP flags", row.tcpFlags === null ? null : `${flagNames(row.tcpFlags)} (${row.tcpFlags})`],
    [
      "Direction",
      row.direction === 0 && flow.outbound !== null
        ? `${flow.outbound ? "out" : "in"}, by the addresses`
        : DIRECTIONS[row.direction],
    ],
    ["Begins", String(row.startMs), "instant"],
    ["Lasts", `${seconds} s${(row.shape & 4) === 0 ? "" : ", time approximate"}`],
    ["Path", path === undefined ? null : (PATHS.get(path) ?? path)],
    ["Interface", row.interfaceKey, "mono"],
    ["Instance", row.instanceId, "mono"],
    ["Subnet", row.subnetId, "mono"],
    ["VPC", row.vpcId, "mono"],
    ["Account", row.accountId, "mono"],
    ["Region", row.region, "mono"],
  ];
  for (const [name, value] of fields) given.push([name, value, "mono"]);
  return toFacts(given);
}

function verdictsOf(row: FlowDetailRow, flow: FlowEvent, { ip }: InstanceScope): Verdict[] {
  const verdicts: Verdict[] = [];
  if (flow.withIndicator) verdicts.push({ text: `One side is the flagged address ${ip}.`, flag: true });
  if (flow.action === "REJECT")
    verdicts.push({ text: "It was refused: no byte of it counts as sent or received.", flag: false });
  if (flow.hop)
    verdicts.push({
      text: "It was seen at another interface than the instance's own, on the way of its traffic.",
      flag: false,
    });
  if (flow.outbound === null)
    verdicts.push({ text: "Neither the record nor the known addresses tell which way it went.", flag: false });
  if ((row.shape & 8) !== 0)
    verdicts.push({ text: "Numbers that it lacked were taken from a copy in another log.", flag: false });
  if (row.duplicate) verdicts.push({ text: "Another log holds the same record; it counts once.", flag: false });
  return verdicts;
}
