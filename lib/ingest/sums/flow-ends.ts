/** Bits of a `service`: port, who served (0 unknown, 1 near, 2 peer), left (else came in), refused, protocol (-1 for none given). */
export const SERVICE = { served: 1 << 16, out: 1 << 18, refused: 1 << 19, protocol: 1 << 20 } as const;

export const SERVED = { unknown: 0, near: 1, peer: 2 } as const;

/** From here on are the ports that systems open connections from (IANA's begin later, Linux's here). */
export const EPHEMERAL = 32_768;

/** The protocols whose records carry ports: TCP, UDP, DCCP, SCTP, UDP-Lite. */
export const WITH_PORTS: readonly number[] = [6, 17, 33, 132, 136];

const TCP = 6;
const SYN = 2;
const SYN_AND_ACK = 18;
const ACK = 16;

/** What of a record tells its ends; -1 for what it does not give. Numbers as in `flow_records`. */
export interface FlowTraits {
  sourcePort: number;
  destinationPort: number;
  protocol: number;
  tcpFlags: number;
  isRefused: boolean;
}

/**
 * The service of a record that left its interface (or came in), as bits of SERVICE. Who served is told by the record's own SYN,
 * else by the lower port; two high ports without a SYN tell nothing.
 */
export function serviceOf(
  { sourcePort, destinationPort, protocol, tcpFlags, isRefused }: FlowTraits,
  left: boolean,
): number {
  const rest = (left ? SERVICE.out : 0) + (isRefused ? SERVICE.refused : 0) + protocol * SERVICE.protocol;
  if (sourcePort < 0 || destinationPort < 0 || (protocol >= 0 && !WITH_PORTS.includes(protocol))) return rest;
  if (protocol === TCP && tcpFlags >= 0 && (tcpFlags & SYN) !== 0) {
    const sourceServes = (tcpFlags & ACK) !== 0;
    return rest + servedBy(sourceServes ? sourcePort : destinationPort, sourceServes !== left);
  }
  if (sourcePort === destinationPort) return rest + sourcePort;
  if (sourcePort >= EPHEMERAL && destinationPort >= EPHEMERAL) return rest;
  const sourceServes = sourcePort < destinationPort;
  return rest + servedBy(sourceServes ? sourcePort : destinationPort, sourceServes !== left);
}

function servedBy(port: number, byPeer: boolean): number {
  return port + (byPeer ? SERVED.peer : SERVED.near) * SERVICE.served;
}

/** 1 where the record's flags say that it begins a connection, 0 where they say it does not, 2 where nothing tells. */
export function beginsOf({ protocol, tcpFlags }: FlowTraits): 0 | 1 | 2 {
  if (protocol !== TCP || tcpFlags < 0) return 2;
  return (tcpFlags & SYN_AND_ACK) === SYN ? 1 : 0;
}

/** Of the opener: nothing but the SYN. */
export function isSynOnly({ protocol, tcpFlags }: FlowTraits): boolean {
  return protocol === TCP && tcpFlags === SYN;
}

export function servedIn(service: number): number {
  return (service >> 16) & 3;
}

/** Whether a record of this service was sent by the side that opened. */
export function isOpener(service: number): boolean {
  const served = servedIn(service);
  return served === ((service & SERVICE.out) !== 0 ? SERVED.peer : SERVED.near);
}
