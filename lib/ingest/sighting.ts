import type { FlowDirection } from "@/lib/core/records";

const MAX_OWN_IPS = 16;

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

  /** `sourceIp` and `destinationIp` in canonical text. */
  add(
    record: number,
    startMs: number,
    endMs: number,
    sourceIp: string,
    destinationIp: string,
    direction: FlowDirection | null,
  ): void {
    if (this.records === 0) this.firstRecord = record;
    this.records++;
    if (startMs < this.firstStartMs) this.firstStartMs = startMs;
    if (startMs > this.lastStartMs) this.lastStartMs = startMs;
    if (endMs > this.lastEndMs) this.lastEndMs = endMs;
    if (direction !== null && this.ownIps.size < MAX_OWN_IPS) {
      this.ownIps.add(direction === "egress" ? sourceIp : destinationIp);
    }
    if (this.commonIps === null) {
      this.commonIps = sourceIp === destinationIp ? [sourceIp] : [sourceIp, destinationIp];
    } else if (this.commonIps.length > 0 && !this.commonIps.every((ip) => ip === sourceIp || ip === destinationIp)) {
      this.commonIps = this.commonIps.filter((ip) => ip === sourceIp || ip === destinationIp);
    }
  }
}
