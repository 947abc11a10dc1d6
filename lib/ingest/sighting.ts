import { BLOCK_DIRECTION } from "@/lib/formats/vpc-flow/flow-block";

const MOST_OWN_IPS = 16;

/** An IPv4 address as 32 bits, an IPv6 address as its canonical text. */
export type SeenIp = number | string;

/** What one file shows of one flow context, gathered record by record. */
export class Sighting {
  firstStartMs = Number.POSITIVE_INFINITY;
  lastStartMs = Number.NEGATIVE_INFINITY;
  lastEndMs = Number.NEGATIVE_INFINITY;
  records = 0;
  firstRecord = 0;
  /** Own-side addresses that a direction names, the first sixteen. */
  readonly ownIps: SeenIp[] = [];
  /** Addresses that stood in every record so far; null before the first. */
  commonIps: SeenIp[] | null = null;
  /** The own address that was seen last: most records only confirm it. */
  #own: SeenIp | null = null;

  /** `direction` as blocks have it. */
  add(record: number, startMs: number, endMs: number, source: SeenIp, destination: SeenIp, direction: number): void {
    if (this.records === 0) this.firstRecord = record;
    this.records++;
    if (startMs < this.firstStartMs) this.firstStartMs = startMs;
    if (startMs > this.lastStartMs) this.lastStartMs = startMs;
    if (endMs > this.lastEndMs) this.lastEndMs = endMs;
    if (direction !== 0) this.#addOwn(direction === BLOCK_DIRECTION.egress ? source : destination);
    this.#keepCommon(source, destination);
  }

  #addOwn(ip: SeenIp): void {
    if (ip === this.#own) return;
    this.#own = ip;
    if (this.ownIps.length < MOST_OWN_IPS && !this.ownIps.includes(ip)) this.ownIps.push(ip);
  }

  #keepCommon(source: SeenIp, destination: SeenIp): void {
    const common = this.commonIps;
    if (common === null) {
      this.commonIps = source === destination ? [source] : [source, destination];
      return;
    }
    for (let at = common.length - 1; at >= 0; at--) {
      if (common[at] !== source && common[at] !== destination) common.splice(at, 1);
    }
  }
}
