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

/** Whether the record's numbers fit a plain one, and its start lies near enough to `baseMs`. */
export function isPlain({ startMs, endMs, bytes, packets, traits }: PlainFlow): boolean {
  const lasted = endMs - startMs;
  return bytes < NO_COUNT && packets < NO_COUNT && fits(lasted) && traits >= 0 && traits < WITHOUT_PORTS;
}

/** Whether so many milliseconds, in either direction, are 32 bits. */
export function fits(ms: number): boolean {
  return ms >= -TWO_31 && ms < TWO_31;
}

export function writePlain(view: DataView, at: number, flow: PlainFlow, baseMs: number): void {
  const withoutPorts = flow.sourcePort < 0 || flow.destinationPort < 0;
  view.setInt32(at, flow.startMs - baseMs, true);
  view.setInt32(at + 4, flow.endMs - flow.startMs, true);
  view.setUint32(at + 8, flow.bytes < 0 ? NO_COUNT : flow.bytes, true);
  view.setUint32(at + 12, flow.packets < 0 ? NO_COUNT : flow.packets, true);
  view.setInt32(at + 16, withoutPorts ? 0 : (flow.sourcePort << 16) | flow.destinationPort, true);
  view.setInt32(at + 20, withoutPorts ? flow.traits | WITHOUT_PORTS : flow.traits, true);
  view.setInt32(at + 24, flow.source, true);
  view.setInt32(at + 28, flow.destination, true);
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
