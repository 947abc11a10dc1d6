import ipaddr from "ipaddr.js";
import { canonicalAddress } from "@/lib/core/address";
import type { Contact } from "@/lib/detect/inputs/inputs.types";
import type { RunContext } from "@/lib/detect/run-context";

/** Columns of `flow_peers`, or of its copy `peer_sums`, as a ContactRow. */
export const CONTACT_COLUMNS = `p.interface_no, host(p.peer) AS peer, p.protocol, p.service_port, p.served,
  p.bytes_out::float8 AS bytes_out, p.bytes_in::float8 AS bytes_in, p.packets_out::float8 AS packets_out,
  p.packets_in::float8 AS packets_in, p.accepted, p.rejected, p.connections, p.unanswered,
  (extract(epoch FROM p.first_start) * 1000)::float8 AS first_ms,
  (extract(epoch FROM p.last_end) * 1000)::float8 AS last_ms,
  (extract(epoch FROM p.first_accepted) * 1000)::float8 AS first_accepted_ms`;

export interface ContactRow {
  interface_no: number;
  peer: string;
  protocol: number;
  service_port: number;
  served: number;
  bytes_out: number;
  bytes_in: number;
  packets_out: number;
  packets_in: number;
  accepted: number;
  rejected: number;
  connections: number;
  unanswered: number;
  first_ms: number;
  last_ms: number;
  first_accepted_ms: number | null;
}

const SERVED = ["unknown", "near", "peer"] as const;
const NOT_OUTSIDE = new Set([
  ...["private", "carrierGradeNat", "linkLocal", "uniqueLocal", "loopback", "unspecified"],
  ...["multicast", "broadcast"],
]);

/** True for what can be anywhere on the internet: not private, link-local, multicast, broadcast or loopback. */
function isOutside(canonical: string): boolean {
  return !NOT_OUTSIDE.has(ipaddr.parse(canonical).range());
}

export function toContact(row: ContactRow, { interfaces, ledger, awsOf }: RunContext): Contact {
  const interfaceKey = interfaces.get(row.interface_no) ?? String(row.interface_no);
  const peer = canonicalAddress(row.peer) ?? row.peer;
  const internal = !isOutside(peer) || ledger.interfaceOfAddress(null, peer, row.first_ms) !== null;
  return {
    near: {
      interfaceNo: row.interface_no,
      interfaceKey,
      instanceId: ledger.holderOfInterface(interfaceKey, row.first_ms),
    },
    peer,
    internal,
    aws: internal ? null : awsOf(peer),
    protocol: row.protocol,
    servicePort: row.service_port,
    served: SERVED[row.served] ?? "unknown",
    bytesOut: row.bytes_out,
    bytesIn: row.bytes_in,
    packetsOut: row.packets_out,
    packetsIn: row.packets_in,
    accepted: row.accepted,
    rejected: row.rejected,
    connections: row.connections,
    unanswered: row.unanswered,
    firstMs: row.first_ms,
    lastMs: row.last_ms,
    firstAcceptedMs: row.first_accepted_ms,
  };
}
