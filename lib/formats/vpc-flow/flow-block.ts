import type { FlowContext } from "@/lib/core/records";

/** So many records a block holds. */
const BLOCK_RECORDS = 16_384;

/** Where a value is absent. */
export const NO_VALUE = -1;

/** Bits of `FlowBlock.packets`: which of the packet's own addresses a record has. */
export const HAS_PACKET = { source: 1, destination: 2 } as const;

/** `FlowBlock.action` and `FlowBlock.direction`, 0 where the record has none; the numbers that are stored. */
export const BLOCK_ACTION = { ACCEPT: 1, REJECT: 2 } as const;
export const BLOCK_DIRECTION = { ingress: 1, egress: 2 } as const;

/**
 * Flow records as columns of numbers: what `FlowRecord` says, for the plain majority of lines, without an object a
 * record. Addresses are IPv4, as 32 bits. Times are epoch milliseconds and never approximate. The block is reused:
 * what it holds is valid until the next batch of its file is asked for.
 */
export class FlowBlock {
  count = 0;
  /** What `context` and `detail` point into. Other arrays take their place when they have grown large. */
  contexts: FlowContext[] = [];
  details: Record<string, string>[] = [];
  readonly record = new Float64Array(BLOCK_RECORDS);
  readonly context = new Int32Array(BLOCK_RECORDS);
  /** `NO_VALUE` where the record has none; so for ports, protocol, flags, packets and bytes. */
  readonly detail = new Int32Array(BLOCK_RECORDS);
  readonly startMs = new Float64Array(BLOCK_RECORDS);
  readonly endMs = new Float64Array(BLOCK_RECORDS);
  readonly sourceIp = new Uint32Array(BLOCK_RECORDS);
  readonly destinationIp = new Uint32Array(BLOCK_RECORDS);
  readonly packetSourceIp = new Uint32Array(BLOCK_RECORDS);
  readonly packetDestinationIp = new Uint32Array(BLOCK_RECORDS);
  /** Bits of `HAS_PACKET`. */
  readonly packet = new Uint8Array(BLOCK_RECORDS);
  readonly sourcePort = new Int32Array(BLOCK_RECORDS);
  readonly destinationPort = new Int32Array(BLOCK_RECORDS);
  readonly protocol = new Int16Array(BLOCK_RECORDS);
  readonly tcpFlags = new Int16Array(BLOCK_RECORDS);
  readonly packets = new Float64Array(BLOCK_RECORDS);
  readonly bytes = new Float64Array(BLOCK_RECORDS);
  readonly action = new Uint8Array(BLOCK_RECORDS);
  readonly direction = new Uint8Array(BLOCK_RECORDS);

  get full(): boolean {
    return this.count === BLOCK_RECORDS;
  }
}
