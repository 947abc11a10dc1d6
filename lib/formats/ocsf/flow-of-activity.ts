import { type JsonObject, objectAt, textAt } from "@/lib/formats/json/json-value";
import { ocsfTime, unmappedOf, valueAt } from "@/lib/formats/ocsf/ocsf-value";

/** Boundaries from 4 (same VPC) to 11 (internet gateway) are AWS's traffic paths 1 to 8, in their order. */
const BOUNDARY_BEFORE_PATHS = 3;
const PATHS = 8;

type Row = [field: string, value: string | null][];

function directionOf(connection: JsonObject): "ingress" | "egress" | null {
  const direction = textAt(connection, "direction")?.toLowerCase();
  if (connection.direction_id === 1 || direction === "inbound") return "ingress";
  return connection.direction_id === 2 || direction === "outbound" ? "egress" : null;
}

/** Version 1.1 says what was done with the traffic, the first one what came of it; both tell it by the activity. */
function actionOf(event: JsonObject): string | null {
  const action = event.action_id ?? event.disposition_id;
  if (action === 1) return "ACCEPT";
  if (action === 2) return "REJECT";
  if (event.activity_id === 6) return "ACCEPT";
  return event.activity_id === 5 ? "REJECT" : null;
}

function pathOf(connection: JsonObject): string | null {
  const path = Number(connection.boundary_id) - BOUNDARY_BEFORE_PATHS;
  return path >= 1 && path <= PATHS ? String(path) : null;
}

/** The interface's own address where the packet's was another; else that of the packet. */
function addressesOf(endpoint: JsonObject): { own: string | null; packet: string | null } {
  const ip = valueAt(endpoint, "ip");
  const between = endpoint.intermediate_ips;
  const own = Array.isArray(between) ? between.find((item) => typeof item === "string" && item !== "-") : undefined;
  return typeof own === "string" ? { own, packet: ip } : { own: ip, packet: null };
}

/** The event's times, in epoch milliseconds as text. */
function spanOf(event: JsonObject): { start: string | null; end: string | null } {
  const start = ocsfTime(event, "start_time", "time");
  const end = ocsfTime(event, "end_time");
  return { start: start === null ? null : String(start), end: end === null ? null : String(end) };
}

/**
 * The fields of the flow log record that a Network Activity event (class 4001) was made from, by AWS's names; what OCSF has no
 * place for comes after the others under its own. Source: OCSF 1.1 and 1.0.0-rc.2, "Network Activity"; Security Lake User
 * Guide, "Amazon VPC Flow Logs".
 */
export function flowOfActivity(event: JsonObject): Row {
  const source = objectAt(event, "src_endpoint");
  const destination = objectAt(event, "dst_endpoint");
  const connection = objectAt(event, "connection_info");
  const cloud = objectAt(event, "cloud");
  const direction = directionOf(connection);
  const ownSide = direction === "ingress" ? destination : source;
  const side = (name: string) => valueAt(ownSide, name) ?? valueAt(source, name) ?? valueAt(destination, name);
  const [from, to] = [addressesOf(source), addressesOf(destination)];
  const { start, end } = spanOf(event);
  const traffic = objectAt(event, "traffic");
  return [
    ["version", valueAt(objectAt(objectAt(event, "metadata"), "product"), "version")],
    ["account-id", valueAt(objectAt(cloud, "account"), "uid") ?? valueAt(cloud, "account_uid")],
    ["interface-id", side("interface_uid")],
    ["srcaddr", from.own],
    ["dstaddr", to.own],
    ["srcport", valueAt(source, "port")],
    ["dstport", valueAt(destination, "port")],
    ["protocol", connection.protocol_num === -1 ? null : valueAt(connection, "protocol_num")],
    ["packets", valueAt(traffic, "packets")],
    ["bytes", valueAt(traffic, "bytes")],
    ["start", start],
    ["end", end],
    ["action", actionOf(event)],
    ["log-status", valueAt(event, "status_code")],
    ["vpc-id", side("vpc_uid")],
    ["subnet-id", side("subnet_uid")],
    ["instance-id", side("instance_uid")],
    ["tcp-flags", valueAt(connection, "tcp_flags")],
    ["type", valueAt(connection, "protocol_ver")],
    ["pkt-srcaddr", from.packet],
    ["pkt-dstaddr", to.packet],
    ["region", valueAt(cloud, "region")],
    ["az-id", valueAt(cloud, "zone")],
    ["pkt-src-aws-service", valueAt(source, "svc_name")],
    ["pkt-dst-aws-service", valueAt(destination, "svc_name")],
    ["flow-direction", direction],
    ["traffic-path", pathOf(connection)],
    ...restOf(event),
  ];
}

function restOf(event: JsonObject): Row {
  const rest = unmappedOf(event);
  return Object.keys(rest)
    .sort()
    .map((name) => [name.toLowerCase().replaceAll("_", "-"), valueAt(rest, name)]);
}
