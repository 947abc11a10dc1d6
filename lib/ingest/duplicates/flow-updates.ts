import type pg from "pg";
import type { FilledFlow } from "@/lib/ingest/duplicates/flow-copies";
import { SHAPE } from "@/lib/ingest/rows/flow-row";

const BATCH = 5000;
const FILLED =
  SHAPE.filled |
  SHAPE.filledFlags |
  SHAPE.filledPacketSource |
  SHAPE.filledPacketDestination |
  SHAPE.filledDirection |
  SHAPE.filledContext;

/** Takes back every mark and every filled field of the interfaces' records, so that all is decided afresh. */
export async function resetFlowMarks(client: pg.ClientBase, loads: number[], interfaces: number[]): Promise<void> {
  await client.query(
    `UPDATE flow_records f SET
       duplicate = false,
       tcp_flags = CASE WHEN shape & ${SHAPE.filledFlags} <> 0 THEN NULL ELSE tcp_flags END,
       direction = CASE WHEN shape & ${SHAPE.filledDirection} <> 0 THEN 0 ELSE direction END,
       packet_source_ip = CASE WHEN shape & ${SHAPE.filledPacketSource} <> 0 THEN NULL ELSE packet_source_ip END,
       packet_destination_ip =
         CASE WHEN shape & ${SHAPE.filledPacketDestination} <> 0 THEN NULL ELSE packet_destination_ip END,
       context_no = CASE WHEN shape & ${SHAPE.filledContext} <> 0
         THEN (SELECT split_part(c.key, ':', 2)::int FROM flow_contexts c WHERE c.id = f.context_no) ELSE context_no END,
       shape = (shape & ~${FILLED}
         & ~(CASE WHEN shape & ${SHAPE.filledPacketSource} <> 0 THEN ${SHAPE.packetSource} ELSE 0 END)
         & ~(CASE WHEN shape & ${SHAPE.filledPacketDestination} <> 0 THEN ${SHAPE.packetDestination} ELSE 0 END))
     WHERE load_id = ANY($1::int[]) AND interface_no = ANY($2::int[]) AND (duplicate OR (shape & 8) <> 0)`,
    [loads, interfaces],
  );
}

interface RecordId {
  load_id: number;
  file_id: number;
  record_no: number;
}

/** Gathers what was decided and writes it in batches. */
export class FlowUpdates {
  readonly #client: pg.ClientBase;
  #duplicates: RecordId[] = [];
  #filled: FilledFlow[] = [];

  constructor(client: pg.ClientBase) {
    this.#client = client;
  }

  async duplicate(record: RecordId): Promise<void> {
    this.#duplicates.push(record);
    if (this.#duplicates.length >= BATCH) await this.#writeDuplicates();
  }

  async fill(record: FilledFlow): Promise<void> {
    this.#filled.push(record);
    if (this.#filled.length >= BATCH) await this.#writeFilled();
  }

  async finish(): Promise<void> {
    await this.#writeDuplicates();
    await this.#writeFilled();
  }

  async #writeDuplicates(): Promise<void> {
    const records = this.#duplicates;
    this.#duplicates = [];
    if (records.length === 0) return;
    await this.#client.query(
      `UPDATE flow_records f SET duplicate = true
         FROM unnest($1::int[], $2::int[], $3::int[]) AS d (load_id, file_id, record_no)
        WHERE f.load_id = d.load_id AND f.file_id = d.file_id AND f.record_no = d.record_no
          AND f.load_id = ANY($4::int[])`,
      [...columns(records), [...new Set(records.map(({ load_id }) => load_id))]],
    );
  }

  async #writeFilled(): Promise<void> {
    const records = this.#filled;
    this.#filled = [];
    if (records.length === 0) return;
    await this.#client.query(
      `UPDATE flow_records f SET tcp_flags = d.tcp_flags, direction = d.direction, packet_source_ip = d.packet_source_ip,
              packet_destination_ip = d.packet_destination_ip, context_no = d.context_no, shape = d.shape
         FROM jsonb_to_recordset($1::jsonb) AS d (load_id int, file_id int, record_no int, tcp_flags smallint,
              direction smallint, packet_source_ip inet, packet_destination_ip inet, context_no int, shape smallint)
        WHERE f.load_id = d.load_id AND f.file_id = d.file_id AND f.record_no = d.record_no
          AND f.load_id = ANY($2::int[])`,
      [JSON.stringify(records), [...new Set(records.map(({ load_id }) => load_id))]],
    );
  }
}

function columns(records: RecordId[]): number[][] {
  return [
    records.map(({ load_id }) => load_id),
    records.map(({ file_id }) => file_id),
    records.map(({ record_no }) => record_no),
  ];
}
