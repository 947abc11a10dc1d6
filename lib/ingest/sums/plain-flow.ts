/** What of a flow record is summed up; -1 for what it does not give. Addresses are IPv4, as 32 bits. */
export interface PlainFlow {
  startMs: number;
  endMs: number;
  bytes: number;
  packets: number;
  sourcePort: number;
  destinationPort: number;
  /** As in `SCANNED`. */
  traits: number;
  source: number;
  destination: number;
}

/** Bytes of a plain record: eight numbers of 32 bits, little endian, in the order of `writePlain`. */
export const PLAIN_BYTES = 32;

/** A count that is absent. */
const NO_COUNT = 2 ** 32 - 1;
/** Of a record's traits: it gives no ports. */
const WITHOUT_PORTS = 1 << 30;
const TWO_31 = 2 ** 31;

/** Protocol, action, direction and flags in one number, as `SCANNED` has them; -1 for none. */
export function traitsOf(protocol: number, action: number, direction: number, tcpFlags: number): number {
  return ((protocol + 1) << 20) | (action << 18) | (direction << 16) | (tcpFlags & 65_535);
}

/** Whether numbers of a record fit a plain one: how long it lasted, in milliseconds, its counts and its traits. */
export function isPlain(lasted: number, bytes: number, packets: number, traits: number): boolean {
  return bytes < NO_COUNT && packets < NO_COUNT && fits(lasted) && traits >= 0 && traits < WITHOUT_PORTS;
}

/** Whether so many milliseconds, in either direction, are 32 bits. */
export function fits(ms: number): boolean {
  return ms >= -TWO_31 && ms < TWO_31;
}

/** The numbers one by one: an object for each of millions of records would cost more than writing them. */
export function writePlain(
  view: DataView,
  at: number,
  since: number,
  lasted: number,
  bytes: number,
  packets: number,
  sourcePort: number,
  destinationPort: number,
  traits: number,
  source: number,
  destination: number,
): void {
  const withoutPorts = sourcePort < 0 || destinationPort < 0;
  view.setInt32(at, since, true);
  view.setInt32(at + 4, lasted, true);
  view.setUint32(at + 8, bytes < 0 ? NO_COUNT : bytes, true);
  view.setUint32(at + 12, packets < 0 ? NO_COUNT : packets, true);
  view.setInt32(at + 16, withoutPorts ? 0 : (sourcePort << 16) | destinationPort, true);
  view.setInt32(at + 20, withoutPorts ? traits | WITHOUT_PORTS : traits, true);
  view.setInt32(at + 24, source, true);
  view.setInt32(at + 28, destination, true);
}

/** Reads a plain record into the fields of `to`; addresses come as signed numbers. */
export function readPlain(view: DataView, at: number, baseMs: number, to: PlainFlow): void {
  to.startMs = baseMs + view.getInt32(at, true);
  to.endMs = to.startMs + view.getInt32(at + 4, true);
  const bytes = view.getUint32(at + 8, true);
  const packets = view.getUint32(at + 12, true);
  to.bytes = bytes === NO_COUNT ? -1 : bytes;
  to.packets = packets === NO_COUNT ? -1 : packets;
  const traits = view.getInt32(at + 20, true);
  const ports = view.getUint32(at + 16, true);
  const withPorts = (traits & WITHOUT_PORTS) === 0;
  to.sourcePort = withPorts ? ports >>> 16 : -1;
  to.destinationPort = withPorts ? ports & 65_535 : -1;
  to.traits = traits & ~WITHOUT_PORTS;
  to.source = view.getInt32(at + 24, true);
  to.destination = view.getInt32(at + 28, true);
}
