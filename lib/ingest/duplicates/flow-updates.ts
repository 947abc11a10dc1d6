import type pg from "pg";
import { byMarks } from "@/lib/ingest/duplicates/by-marks";
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

/** Takes back every mark and every filled field of records from the times of `load_stretch`, so that all is decided afresh. */
export async function resetFlowMarks(client: pg.ClientBase, loads: number[]): Promise<void> {
  await byMarks(
    client,
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
      FROM load_stretch l
     WHERE f.load_id = ANY($1::int[]) AND f.interface_no = l.interface_no AND f.start_at BETWEEN l.from_at AND l.to_at
       AND (f.duplicate OR (f.shape & 8) <> 0)`,
    [loads],
  );
}

interface RecordId {
  load_id: number;
  file_id: number;
  record_no: number;
}

/** Gathers what was decided in temporary tables; `finish` writes it in one statement each, however much it is. */
export class FlowUpdates {
  readonly #client: pg.ClientBase;
  #duplicates: RecordId[] = [];
  #filled: FilledFlow[] = [];

  private constructor(client: pg.ClientBase) {
    this.#client = client;
  }

  static async begin(client: pg.ClientBase): Promise<FlowUpdates> {
    await client.query(
      `CREATE TEMP TABLE flow_duplicate (load_id int, file_id int, record_no int) ON COMMIT DROP;
       CREATE TEMP TABLE flow_filled (load_id int, file_id int, record_no int, tcp_flags smallint, direction smallint,
         packet_source_ip inet, packet_destination_ip inet, context_no int, shape smallint) ON COMMIT DROP`,
    );
    return new FlowUpdates(client);
  }

  async duplicate({ load_id, file_id, record_no }: RecordId): Promise<void> {
    this.#duplicates.push({ load_id, file_id, record_no });
    if (this.#duplicates.length >= BATCH) await this.#store();
  }

  async fill(record: FilledFlow): Promise<void> {
    this.#filled.push(record);
    if (this.#filled.length >= BATCH) await this.#store();
  }

  async finish(): Promise<void> {
    await this.#store();
    await this.#client.query("ANALYZE flow_duplicate, flow_filled");
    await this.#client.query(
      `UPDATE flow_records f SET duplicate = true FROM flow_duplicate d
        WHERE f.load_id = d.load_id AND f.file_id = d.file_id AND f.record_no = d.record_no`,
    );
    await this.#client.query(
      `UPDATE flow_records f SET tcp_flags = d.tcp_flags, direction = d.direction, packet_source_ip = d.packet_source_ip,
              packet_destination_ip = d.packet_destination_ip, context_no = d.context_no, shape = d.shape
         FROM flow_filled d WHERE f.load_id = d.load_id AND f.file_id = d.file_id AND f.record_no = d.record_no`,
    );
    await this.#client.query("DROP TABLE flow_duplicate, flow_filled");
  }

  async #store(): Promise<void> {
    const duplicates = this.#duplicates;
    const filled = this.#filled;
    this.#duplicates = [];
    this.#filled = [];
    if (duplicates.length > 0) {
      await this.#client.query("INSERT INTO flow_duplicate SELECT * FROM unnest($1::int[], $2::int[], $3::int[])", [
        duplicates.map(({ load_id }) => load_id),
        duplicates.map(({ file_id }) => file_id),
        duplicates.map(({ record_no }) => record_no),
      ]);
    }
    if (filled.length > 0) {
      await this.#client.query(
        "INSERT INTO flow_filled SELECT * FROM jsonb_populate_recordset(NULL::flow_filled, $1::jsonb)",
        [JSON.stringify(filled)],
      );
    }
  }
}
