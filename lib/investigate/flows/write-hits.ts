import type { PoolClient } from "pg";
import type { Hit } from "@/lib/investigate/flows/hit-sweep";
import type { Service } from "@/lib/investigate/flows/service-port";

interface PlacedHit extends Hit {
  service: Service;
}

/** 1 counted as accepted, 2 REJECT, 0 neither: a VPC record without an action. A transit gateway has no action and accepts. */
function verdictOf({ record }: Hit): 0 | 1 | 2 {
  if (record.action === "REJECT") return 2;
  return record.action === "ACCEPT" || record.source === "tgw-flow" ? 1 : 0;
}

/** Collects the hits of one indicator and writes them in batches inside the caller's transaction. */
export class HitWriter {
  #waiting: PlacedHit[] = [];
  #withoutAction = 0;
  #withoutBytes = 0;
  #refusedWithoutCounts = 0;
  #withoutPorts = 0;

  constructor(
    private readonly client: PoolClient,
    private readonly caseId: string,
    private readonly ip: string,
  ) {}

  add(hit: Hit, service: Service): void {
    this.#waiting.push({ ...hit, service });
    if (hit.record.action === null && hit.record.source === "vpc-flow") this.#withoutAction += 1;
    if (hit.record.bytes === null && verdictOf(hit) === 1) this.#withoutBytes += 1;
    if (hit.record.action === "REJECT" && (hit.record.bytes === null || hit.record.packets === null)) {
      this.#refusedWithoutCounts += 1;
    }
    if (hit.record.protocol === null) this.#withoutPorts += 1;
  }

  async flush(): Promise<void> {
    const hits = this.#waiting;
    if (hits.length === 0) return;
    this.#waiting = [];
    await this.client.query(
      `INSERT INTO indicator_hits
         (case_id, indicator, start_at, end_at, file_id, record_no, interface_no, instance_id, role, outbound, verdict,
          bytes, packets, protocol, service_port, served_by, unknown_action)
       SELECT $1, $2::inet, to_timestamp(start_ms / 1000.0), to_timestamp(end_ms / 1000.0), file_id, record_no,
              interface_no, instance_id, role, outbound, verdict, bytes, packets, protocol, service_port, served_by,
              unknown_action
         FROM unnest($3::float8[], $4::float8[], $5::int[], $6::int[], $7::int[], $8::text[], $9::text[], $10::bool[],
                     $11::smallint[], $12::bigint[], $13::bigint[], $14::smallint[], $15::int[], $16::text[], $17::bool[])
              AS t(start_ms, end_ms, file_id, record_no, interface_no, instance_id, role, outbound, verdict, bytes,
                   packets, protocol, service_port, served_by, unknown_action)`,
      [
        this.caseId,
        this.ip,
        hits.map(({ record }) => record.startMs),
        hits.map(({ record }) => record.endMs),
        hits.map(({ record }) => record.fileId),
        hits.map(({ record }) => record.record),
        hits.map(({ record }) => record.interfaceNo),
        hits.map(({ match }) => match.instanceId),
        hits.map(({ role }) => role),
        hits.map(({ match }) => match.outbound),
        hits.map((hit) => verdictOf(hit)),
        hits.map(({ record }) => record.bytes),
        hits.map(({ record }) => record.packets),
        hits.map(({ record }) => record.protocol),
        hits.map(({ service }) => service.port),
        hits.map(({ service }) => service.servedBy),
        hits.map(({ record }) => record.action === null),
      ],
    );
  }

  /** What the counted records leave unsaid, one entry a kind. */
  notAssessed(): { id: string; reason: string }[] {
    const entries: { id: string; reason: string }[] = [];
    if (this.#withoutAction > 0) {
      entries.push({
        id: "flow-action",
        reason: `${this.#withoutAction} flow records with ${this.ip} name no action: whether they passed is unknown, and they count as neither accepted nor rejected`,
      });
    }
    if (this.#withoutBytes > 0) {
      entries.push({
        id: "flow-bytes",
        reason: `${this.#withoutBytes} accepted flow records with ${this.ip} name no bytes: the bytes shown are a lower bound`,
      });
    }
    if (this.#refusedWithoutCounts > 0) {
      entries.push({
        id: "flow-refused-counts",
        reason: `${this.#refusedWithoutCounts} rejected flow records with ${this.ip} name no packets or bytes: how much was tried is unknown`,
      });
    }
    if (this.#withoutPorts > 0) {
      entries.push({
        id: "flow-protocol",
        reason: `${this.#withoutPorts} flow records with ${this.ip} name no protocol: their service is unknown`,
      });
    }
    return entries;
  }
}
