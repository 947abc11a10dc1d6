import type { FlowDirection } from "@/lib/core/records";
import { BLOCK_DIRECTION } from "@/lib/formats/vpc-flow/flow-block";
import { ipv4Text } from "@/lib/ingest/address-cache";

const MAX_OWN_IPS = 16;
const NONE = -1;

/** What one file shows of one flow context, gathered record by record. */
export class Sighting {
  firstStartMs = Number.POSITIVE_INFINITY;
  lastStartMs = Number.NEGATIVE_INFINITY;
  lastEndMs = Number.NEGATIVE_INFINITY;
  records = 0;
  firstRecord = 0;
  readonly ownIps = new Set<string>();
  /** Addresses that stood in every record so far; null before the first. */
  commonIps: string[] | null = null;
  /** The own address that was added last, and the common ones, as 32 bits: what most records only confirm. */
  #own = NONE;
  #commonA = NONE;
  #commonB = NONE;

  /** `sourceIp` and `destinationIp` in canonical text. */
  add(
    record: number,
    startMs: number,
    endMs: number,
    sourceIp: string,
    destinationIp: string,
    direction: FlowDirection | null,
  ): void {
    this.#count(record, startMs, endMs);
    if (direction !== null) this.#addOwn(direction === "egress" ? sourceIp : destinationIp);
    this.#keepCommon(sourceIp, destinationIp);
    this.#commonA = NONE;
  }

  /** The same of IPv4 addresses as 32 bits and a direction as blocks have it. */
  addIpv4(
    record: number,
    startMs: number,
    endMs: number,
    source: number,
    destination: number,
    direction: number,
  ): void {
    this.#count(record, startMs, endMs);
    if (direction !== 0) {
      const own = direction === BLOCK_DIRECTION.egress ? source : destination;
      if (own !== this.#own) {
        this.#own = own;
        this.#addOwn(ipv4Text(own));
      }
    }
    const a = this.#commonA;
    const b = this.#commonB;
    if (this.commonIps?.length === 0) return;
    if (a !== NONE && (a === source || a === destination) && (b === source || b === destination)) return;
    this.#keepCommon(ipv4Text(source), ipv4Text(destination));
    const common = this.commonIps ?? [];
    this.#commonA = NONE;
    if (common.length === 0) return;
    const numbers = common.map((ip) => (ip === ipv4Text(source) ? source : destination));
    this.#commonA = numbers[0] ?? NONE;
    this.#commonB = numbers[1] ?? this.#commonA;
  }

  #count(record: number, startMs: number, endMs: number): void {
    if (this.records === 0) this.firstRecord = record;
    this.records++;
    if (startMs < this.firstStartMs) this.firstStartMs = startMs;
    if (startMs > this.lastStartMs) this.lastStartMs = startMs;
    if (endMs > this.lastEndMs) this.lastEndMs = endMs;
  }

  #addOwn(ip: string): void {
    if (this.ownIps.size < MAX_OWN_IPS) this.ownIps.add(ip);
  }

  #keepCommon(sourceIp: string, destinationIp: string): void {
    if (this.commonIps === null) {
      this.commonIps = sourceIp === destinationIp ? [sourceIp] : [sourceIp, destinationIp];
    } else if (this.commonIps.length > 0 && !this.commonIps.every((ip) => ip === sourceIp || ip === destinationIp)) {
      this.commonIps = this.commonIps.filter((ip) => ip === sourceIp || ip === destinationIp);
    }
  }
}
