import { isTransitGateway } from "@/lib/formats/vpc-flow/columns";

/** Where the columns of one flow log stand, compiled once for all of its lines. -1: the log has no such column. */
export interface FlowLayout {
  columns: readonly string[];
  source: "vpc-flow" | "tgw-flow";
  interfaceId: number;
  accountId: number;
  vpcId: number;
  subnetId: number;
  instanceId: number;
  region: number;
  azId: number;
  resourceId: number;
  interfaceType: number;
  attachmentId: number;
  sourceIp: number;
  destinationIp: number;
  packetSourceIp: number;
  packetDestinationIp: number;
  sourcePort: number;
  destinationPort: number;
  protocol: number;
  packets: number;
  bytes: number;
  start: number;
  end: number;
  action: number;
  status: number;
  tcpFlags: number;
  direction: number;
  /** Columns whose values stay the same over many records: they make up the context. */
  context: readonly number[];
  /** Every other column, kept under its own name. */
  detail: readonly number[];
}

/** What the log says of itself, not of the traffic: left out of the detail. */
const ABOUT_THE_LOG = ["version", "log-status"];
const TGW_CONTEXT = [
  "account-id",
  "region",
  "tgw-id",
  "tgw-attachment-id",
  "flow-direction",
  "tgw-src-vpc-id",
  "tgw-dst-vpc-id",
  "tgw-src-subnet-id",
  "tgw-dst-subnet-id",
  "tgw-src-az-id",
  "tgw-dst-az-id",
];

const MOST_KEPT = 64;
const kept = new Map<string, FlowLayout>();

/** Compiles the columns of a flow log. A column named twice counts where it stands first. Files of a kind share one. */
export function compileLayout(columns: readonly string[]): FlowLayout {
  const key = columns.join(" ");
  const layout = kept.get(key) ?? compile(columns);
  if (kept.size >= MOST_KEPT) kept.clear();
  kept.set(key, layout);
  return layout;
}

function compile(columns: readonly string[]): FlowLayout {
  const at = (name: string) => columns.indexOf(name);
  const tgw = isTransitGateway(columns);
  const fields = {
    interfaceId: at("interface-id"),
    accountId: at("account-id"),
    vpcId: at("vpc-id"),
    subnetId: at("subnet-id"),
    instanceId: at("instance-id"),
    region: at("region"),
    azId: at("az-id"),
    resourceId: at("resource-id"),
    interfaceType: at("interface-type"),
    attachmentId: at("tgw-attachment-id"),
    sourceIp: at("srcaddr"),
    destinationIp: at("dstaddr"),
    packetSourceIp: at("pkt-srcaddr"),
    packetDestinationIp: at("pkt-dstaddr"),
    sourcePort: at("srcport"),
    destinationPort: at("dstport"),
    protocol: at("protocol"),
    packets: at("packets"),
    bytes: at("bytes"),
    start: at("start"),
    end: at("end"),
    action: at("action"),
    status: at("log-status"),
    tcpFlags: at("tcp-flags"),
    direction: at("flow-direction"),
  };
  const own = [
    fields.interfaceId,
    fields.accountId,
    fields.vpcId,
    fields.subnetId,
    fields.instanceId,
    fields.region,
    fields.azId,
    fields.resourceId,
    fields.interfaceType,
    fields.attachmentId,
  ].filter((index) => index >= 0);
  const read = new Set<number>([...Object.values(fields), ...ABOUT_THE_LOG.map(at)]);
  return {
    columns,
    source: tgw ? "tgw-flow" : "vpc-flow",
    ...fields,
    context: tgw ? [...new Set([...own, ...TGW_CONTEXT.map(at).filter((index) => index >= 0)])] : own,
    detail: columns.map((_, index) => index).filter((index) => !read.has(index)),
  };
}
