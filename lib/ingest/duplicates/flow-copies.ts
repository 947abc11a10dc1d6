import type pg from "pg";
import type { FlowContext } from "@/lib/core/records";
import type { Copy, Resolution } from "@/lib/ingest/duplicates/resolve-copies";
import { contextParts, internKey } from "@/lib/ingest/intern/case-interner";
import { DIRECTION, SHAPE } from "@/lib/ingest/rows/flow-row";

/** Columns of a context that a copy may lack. */
const CONTEXT_FIELDS = {
  account_id: "accountId",
  vpc_id: "vpcId",
  subnet_id: "subnetId",
  instance_id: "instanceId",
  region: "region",
  az_id: "azId",
  resource_id: "resourceId",
  interface_type: "interfaceType",
} as const satisfies Record<string, keyof FlowContext>;

type ContextColumn = keyof typeof CONTEXT_FIELDS;
const CONTEXT_COLUMNS = Object.keys(CONTEXT_FIELDS) as ContextColumn[];

export interface FlowCopyRow extends Record<ContextColumn, string | null> {
  copy_key: string;
  sha256: string;
  load_id: number;
  file_id: number;
  record_no: number;
  interface_no: number;
  interface_key: string;
  interface_id: string | null;
  context_no: number;
  source: FlowContext["source"];
  shape: number;
  tcp_flags: number | null;
  direction: number;
  source_ip: string;
  destination_ip: string;
  packet_source_ip: string | null;
  packet_destination_ip: string | null;
  detail: Record<string, string> | null;
}

export interface FlowCopy extends Copy {
  row: FlowCopyRow;
}

/** Everything a flow record carries beside what makes it equal to another. `version` tells the format, not the record. */
export function flowCopy(row: FlowCopyRow): FlowCopy {
  const fields: Record<string, string> = { source: row.source };
  for (const column of CONTEXT_COLUMNS) if (row[column] !== null) fields[column] = row[column];
  if (row.tcp_flags !== null) fields.tcp_flags = String(row.tcp_flags);
  if (row.direction !== 0) fields.direction = String(row.direction);
  if (row.shape & SHAPE.packetSource) fields.packet_source = row.packet_source_ip ?? row.source_ip;
  if (row.shape & SHAPE.packetDestination) fields.packet_destination = row.packet_destination_ip ?? row.destination_ip;
  for (const [name, value] of Object.entries(row.detail ?? {})) {
    if (name !== "version") fields[`detail ${name}`] = value;
  }
  return { sha256: row.sha256, record: row.record_no, fields, row };
}

/** What stands in the kept record's columns once its copies have filled it; null when they add nothing that is stored. */
export interface FilledFlow {
  load_id: number;
  file_id: number;
  record_no: number;
  tcp_flags: number | null;
  direction: number;
  packet_source_ip: string | null;
  packet_destination_ip: string | null;
  context_no: number;
  shape: number;
}

export async function fillFlow(
  client: pg.ClientBase,
  caseId: string,
  { kept, filled }: Resolution<FlowCopy>,
): Promise<FilledFlow | null> {
  const { row } = kept;
  const result: FilledFlow = {
    load_id: row.load_id,
    file_id: row.file_id,
    record_no: row.record_no,
    tcp_flags: row.tcp_flags,
    direction: row.direction,
    packet_source_ip: row.packet_source_ip,
    packet_destination_ip: row.packet_destination_ip,
    context_no: row.context_no,
    shape: row.shape,
  };
  if (filled.tcp_flags !== undefined) {
    result.tcp_flags = Number(filled.tcp_flags);
    result.shape |= SHAPE.filledFlags;
  }
  if (filled.direction !== undefined) {
    result.direction = filled.direction === String(DIRECTION.egress) ? DIRECTION.egress : DIRECTION.ingress;
    result.shape |= SHAPE.filledDirection;
  }
  if (filled.packet_source !== undefined) {
    result.packet_source_ip = filled.packet_source === row.source_ip ? null : filled.packet_source;
    result.shape |= SHAPE.filledPacketSource | SHAPE.packetSource;
  }
  if (filled.packet_destination !== undefined) {
    result.packet_destination_ip = filled.packet_destination === row.destination_ip ? null : filled.packet_destination;
    result.shape |= SHAPE.filledPacketDestination | SHAPE.packetDestination;
  }
  const columns = CONTEXT_COLUMNS.filter((column) => filled[column] !== undefined);
  if (columns.length > 0) {
    result.context_no = await filledContext(client, caseId, row, filled);
    result.shape |= SHAPE.filledContext;
  }
  if (result.shape === row.shape) return null;
  result.shape |= SHAPE.filled;
  return result;
}

/** Names the context it was made from in its key, so that filling can be undone: `filled:<number>:<hash>`. */
async function filledContext(
  client: pg.ClientBase,
  caseId: string,
  row: FlowCopyRow,
  filled: Readonly<Record<string, string>>,
): Promise<number> {
  const values = CONTEXT_COLUMNS.map((column) => row[column] ?? filled[column] ?? null);
  const named = Object.fromEntries(CONTEXT_COLUMNS.map((column, index) => [CONTEXT_FIELDS[column], values[index]]));
  const context = {
    source: row.source,
    interfaceKey: row.interface_key,
    interfaceId: row.interface_id,
    ...named,
  } as FlowContext;
  const key = `filled:${row.context_no}:${internKey(contextParts(context))}`;
  await client.query(
    `INSERT INTO flow_contexts (case_id, interface_no, key, source, log_key, ${CONTEXT_COLUMNS.join(", ")})
     VALUES ($1, $2, $3, $4, '', $5, $6, $7, $8, $9, $10, $11, $12) ON CONFLICT (case_id, key) DO NOTHING`,
    [caseId, row.interface_no, key, row.source, ...values],
  );
  const found = await client.query<{ id: number }>("SELECT id FROM flow_contexts WHERE case_id = $1 AND key = $2", [
    caseId,
    key,
  ]);
  return (found.rows[0] as { id: number }).id;
}
