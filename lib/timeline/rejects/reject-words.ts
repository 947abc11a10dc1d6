import type { AclEntry, GroupRule, RulePeer } from "@/lib/core/network-rules";
import type { RefusedRecord } from "@/lib/timeline/rejects/reject.types";

const PROTOCOLS: Record<number, string> = { 1: "ICMP", 6: "TCP", 17: "UDP", 58: "ICMPv6" };
const UNITS: [number, string][] = [
  [86_400_000, "day"],
  [3_600_000, "hour"],
  [60_000, "minute"],
  [1_000, "second"],
];

function protocolWords(protocol: number | null): string {
  return protocol === null ? "everything" : (PROTOCOLS[protocol] ?? `protocol ${protocol}`);
}

function portWords(from: number | null, to: number | null): string {
  if (from === null && to === null) return "";
  return from === to || to === null || from === null ? ` ${from ?? to}` : ` ${from} to ${to}`;
}

function peerWords(peer: RulePeer): string {
  if (peer.kind === "network") return peer.cidr;
  return peer.kind === "group" ? peer.groupId : `prefix list ${peer.prefixListId}`;
}

/** `TCP 443 from 0.0.0.0/0` */
export function ruleWords({ protocol, fromPort, toPort, peer, egress }: GroupRule): string {
  return `${protocolWords(protocol)}${portWords(fromPort, toPort)} ${egress ? "to" : "from"} ${peerWords(peer)}`;
}

/** `deny TCP 22 from 0.0.0.0/0` */
export function entryWords({ allow, protocol, fromPort, toPort, cidr, egress }: AclEntry): string {
  const traffic = `${protocolWords(protocol)}${portWords(fromPort, toPort)}`;
  return `${allow ? "allow" : "deny"} ${traffic} ${egress ? "to" : "from"} ${cidr}`;
}

/** What was refused, as a rule would have to name it: `TCP 22 from 198.51.100.7`. */
export function trafficWords({ protocol, destinationPort, outbound, peerIp }: RefusedRecord): string {
  const port = protocol === 6 || protocol === 17 ? portWords(destinationPort, destinationPort) : "";
  return `${protocol === null ? "traffic" : protocolWords(protocol)}${port} ${outbound ? "to" : "from"} ${peerIp}`;
}

/** How long before or after the record a description was made. */
export function ageOf(describedMs: number | null, recordMs: number): string {
  if (describedMs === null) return "Described at a time that the file does not say, so it may have been otherwise then";
  const apart = Math.abs(describedMs - recordMs);
  if (apart < 1_000) return "Described at the time of the record";
  const [unitMs, unit] = UNITS.find(([ms]) => apart >= ms) ?? [1_000, "second"];
  const count = Math.round(apart / unitMs);
  const span = `${count} ${unit}${count === 1 ? "" : "s"}`;
  if (describedMs <= recordMs) return `Described ${span} before the record`;
  return `Described only ${span} after the record, so it may have been otherwise then`;
}
