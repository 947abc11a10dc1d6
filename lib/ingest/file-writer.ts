import type pg from "pg";
import type { DnsQueryRecord, FlowContext, FlowRecord, FlowStatusRecord, Rejection } from "@/lib/core/records";
import type { LogBatch } from "@/lib/formats/read-log.types";
import type { FlowBlock } from "@/lib/formats/vpc-flow/flow-block";
import { AddressCache, type KnownAddress } from "@/lib/ingest/address-cache";
import { BlockNumbers } from "@/lib/ingest/block-numbers";
import { BinaryWriter } from "@/lib/ingest/copy/binary-writer";
import { copyArray, storableText } from "@/lib/ingest/copy/copy-text";
import { copyTime } from "@/lib/ingest/copy/copy-time";
import { TableWriter } from "@/lib/ingest/copy/table-writer";
import {
  guardCall,
  guardDescription,
  guardFinding,
  guardFlow,
  guardObservation,
  guardQuery,
  guardStatus,
} from "@/lib/ingest/guard-record";
import {
  askerParts,
  type CaseInterner,
  contextParts,
  internKey,
  principalParts,
} from "@/lib/ingest/intern/case-interner";
import { RepeatFilter } from "@/lib/ingest/repeat-filter";
import {
  ACTION,
  FLOW_COLUMNS,
  type FlowAddresses,
  type FlowNumbers,
  MOST_ROW_BYTES,
  writeBlockRow,
  writeFlowRow,
} from "@/lib/ingest/rows/flow-row";
import {
  COLUMNS,
  callRow,
  descriptionRow,
  type FileNumbers,
  findingRow,
  gapRow,
  observationRow,
  queryRow,
  rejectionRow,
  trailFactRow,
} from "@/lib/ingest/rows/record-rows";
import { Sighting } from "@/lib/ingest/sighting";

/** Rows go to the database in blocks of so many bytes. */
const FLOW_BLOCK_BYTES = 1 << 18;

const SIGHTING_COLUMNS = [
  "case_id",
  "file_id",
  "context_no",
  "first_start",
  "last_start",
  "last_end",
  "records",
  "first_record",
  "own_ips",
  "common_ips",
];

/** Writes the batches of files, one file after the other, to their load's tables, inside the transaction that the caller holds. */
export class FileWriter {
  #file: FileNumbers;
  readonly #interner: CaseInterner;
  readonly #writer: TableWriter;
  readonly #addresses = new AddressCache();
  readonly #contextKeys = new WeakMap<FlowContext, string>();
  readonly #detailKeys = new WeakMap<Record<string, string>, string>();
  readonly #sightings = new Map<number, Sighting>();
  readonly #repeats = new RepeatFilter();
  readonly #flowRows = new BinaryWriter(FLOW_BLOCK_BYTES);
  readonly #blockNumbers = new BlockNumbers();
  readonly #flows: string;
  readonly #queries: string;
  readonly #calls: string;
  /** Records of the file that a reader took and the tables cannot hold: counted as rejected, with their own numbers. */
  rejected = 0;

  constructor(client: pg.ClientBase, file: FileNumbers, interner: CaseInterner) {
    this.#file = file;
    this.#interner = interner;
    this.#writer = new TableWriter(client);
    this.#flows = `flow_records_l${file.loadId}`;
    this.#queries = `dns_queries_l${file.loadId}`;
    this.#calls = `api_calls_l${file.loadId}`;
    this.#writer.declareBinary(this.#flows, FLOW_COLUMNS);
    this.#writer.declare(this.#queries, COLUMNS.dns_queries);
    this.#writer.declare(this.#calls, COLUMNS.api_calls);
    this.#writer.declare("flow_sightings", SIGHTING_COLUMNS);
    for (const table of [
      "rejections",
      "flow_gaps",
      "findings",
      "observations",
      "network_descriptions",
      "trail_facts",
    ] as const) {
      this.#writer.declare(table, COLUMNS[table]);
    }
  }

  /** Goes on with another file of the load: what is told of a file is asked for before. */
  nextFile(fileId: number): void {
    this.#endFile();
    this.#file = { ...this.#file, fileId };
    this.#repeats.clear();
    this.rejected = 0;
  }

  get mayRepeat(): boolean {
    return this.#repeats.repeats;
  }

  async write(batch: LogBatch): Promise<void> {
    const flows = this.#take(batch.flows, guardFlow);
    const statuses = this.#take(batch.statuses, guardStatus);
    const queries = this.#take(batch.queries, guardQuery);
    const calls = this.#take(batch.calls, guardCall);
    await this.#intern(batch, flows, statuses, queries, calls);
    if (batch.flowBlock) this.#writeBlock(batch.flowBlock);
    for (const record of flows) this.#writeFlow(record);
    for (const record of statuses) {
      const { interfaceNo, contextNo } = this.#contextNumbers(record.context);
      this.#writer.add("flow_gaps", gapRow(this.#file, record, interfaceNo, contextNo));
    }
    for (const record of queries) {
      const askerNo = this.#interner.askers.number(internKey(askerParts(record.asker)));
      const nameNo = this.#interner.names.number(storableText(record.name));
      this.#writer.add(this.#queries, queryRow(this.#file, record, askerNo, nameNo));
      const [a, b, c, d] = [0, 8, 16, 24].map((from) => Number.parseInt(record.recordHash.slice(from, from + 8), 16));
      this.#repeats.add(askerNo, a ?? 0, b ?? 0, c ?? 0, d ?? 0, 0, 0, 0, 0);
    }
    for (const record of calls) {
      const principalNo = this.#interner.principals.number(internKey(principalParts(record.principal)));
      this.#writer.add(this.#calls, callRow(this.#file, record, principalNo));
    }
    for (const record of this.#take(batch.findings, guardFinding)) {
      this.#writer.add("findings", findingRow(this.#file, record));
    }
    for (const observation of batch.observations) {
      if (guardObservation(observation) === null) {
        this.#writer.add("observations", observationRow(this.#file, observation));
      }
    }
    for (const description of batch.descriptions) {
      if (guardDescription(description) === null) {
        this.#writer.add("network_descriptions", descriptionRow(this.#file, description));
      }
    }
    for (const fact of batch.trail) this.#writer.add("trail_facts", trailFactRow(this.#file, fact));
    for (const rejection of batch.rejections) this.reject(rejection);
    if (this.#flowRows.length > FLOW_BLOCK_BYTES / 2) this.#passFlowRows();
    await this.#writer.drain();
  }

  reject(rejection: Rejection): void {
    this.#writer.add("rejections", rejectionRow(this.#file, rejection));
  }

  /** Adds what the file showed of its interfaces. */
  #endFile(): void {
    const { caseId, fileId } = this.#file;
    for (const [contextNo, seen] of this.#sightings) {
      const span = `${copyTime(seen.firstStartMs)}\t${copyTime(seen.lastStartMs)}\t${copyTime(seen.lastEndMs)}`;
      const ips = `${copyArray([...seen.ownIps].sort())}\t${copyArray([...(seen.commonIps ?? [])].sort())}`;
      const row = [caseId, fileId, contextNo, span, seen.records, seen.firstRecord, ips].join("\t");
      this.#writer.add("flow_sightings", row);
    }
    this.#sightings.clear();
  }

  /** Writes what is left of all files. */
  async finish(): Promise<void> {
    this.#endFile();
    this.#passFlowRows();
    await this.#writer.finish();
  }

  abandon(): Promise<void> {
    return this.#writer.abandon();
  }

  #take<T extends { record: number }>(records: T[], guard: (record: T) => string | null): T[] {
    return records.filter((record) => {
      const reason = guard(record);
      if (reason !== null) this.#rejectRecord(record, reason);
      return reason === null;
    });
  }

  #rejectRecord(record: { record: number }, reason: string): void {
    this.rejected++;
    this.reject({ kind: "rejection", record: record.record, reason, text: JSON.stringify(record) });
  }

  /** Asks for the numbers of everything the batch repeats, one round a table. */
  async #intern(
    { flowBlock }: LogBatch,
    flows: FlowRecord[],
    statuses: FlowStatusRecord[],
    queries: DnsQueryRecord[],
    calls: LogBatch["calls"],
  ): Promise<void> {
    const { interfaces, contexts, details, names, askers, principals } = this.#interner;
    this.#interner.startBatch();
    const batchContexts = new Map<string, FlowContext>();
    const contextsOfBlock = flowBlock ? this.#blockNumbers.newContexts(flowBlock) : [];
    for (const context of contextsOfBlock) batchContexts.set(this.#contextKey(context), context);
    for (const { context } of flows) batchContexts.set(this.#contextKey(context), context);
    for (const { context } of statuses) batchContexts.set(this.#contextKey(context), context);
    for (const context of batchContexts.values()) interfaces.want(storableText(context.interfaceKey), context);
    await interfaces.flush();
    for (const [key, context] of batchContexts) {
      contexts.want(key, { interfaceNo: interfaces.number(storableText(context.interfaceKey)), context });
    }
    const detailsOfBlock = flowBlock ? this.#blockNumbers.newDetails(flowBlock) : [];
    for (const detail of detailsOfBlock) details.want(this.#detailKey(detail), detail);
    for (const { detail } of flows) if (detail) details.want(this.#detailKey(detail), detail);
    for (const query of queries) {
      names.want(storableText(query.name), query.name);
      askers.want(internKey(askerParts(query.asker)), query.asker);
    }
    for (const call of calls) principals.want(internKey(principalParts(call.principal)), call.principal);
    for (const table of [contexts, details, names, askers, principals]) await table.flush();
    for (const context of contextsOfBlock) this.#blockNumbers.addContext(this.#contextNumbers(context));
    for (const detail of detailsOfBlock) this.#blockNumbers.addDetail(details.number(this.#detailKey(detail)));
  }

  /** The records of a block, one after the other without a pause: nothing of it is kept. */
  #writeBlock(block: FlowBlock): void {
    const { loadId, fileId } = this.#file;
    const numbers: FlowNumbers = { loadId, fileId, interfaceNo: 0, contextNo: 0, detailNo: null };
    const known = this.#blockNumbers;
    for (let at = 0; at < block.count; at++) {
      const context = block.context[at] as number;
      const detail = block.detail[at] as number;
      numbers.interfaceNo = known.interfaceOf(context);
      numbers.contextNo = known.contextOf(context);
      numbers.detailNo = detail < 0 ? null : known.detailOf(detail);
      if (!this.#flowRows.hasRoom(MOST_ROW_BYTES)) this.#passFlowRows();
      writeBlockRow(this.#flowRows, block, at, numbers);
      const [startMs, endMs] = [block.startMs[at] as number, block.endMs[at] as number];
      const [source, destination] = [block.sourceIp[at] as number, block.destinationIp[at] as number];
      this.#sighting(numbers.contextNo).addIpv4(
        block.record[at] as number,
        startMs,
        endMs,
        source,
        destination,
        block.direction[at] as number,
      );
      this.#repeats.add(
        numbers.interfaceNo,
        source,
        destination,
        (block.sourcePort[at] as number) * 65_537 + (block.destinationPort[at] as number),
        (block.protocol[at] as number) * 4 + (block.action[at] as number),
        block.packets[at] as number,
        block.bytes[at] as number,
        startMs,
        endMs,
      );
    }
  }

  #passFlowRows(): void {
    if (this.#flowRows.length > 0) this.#writer.addBlock(this.#flows, this.#flowRows.take());
  }

  #writeFlow(record: FlowRecord): void {
    const addresses = this.#flowAddresses(record);
    if (addresses === null) {
      this.#rejectRecord(record, "srcaddr or dstaddr is no address");
      return;
    }
    const { interfaceNo, contextNo } = this.#contextNumbers(record.context);
    const detailNo = record.detail ? this.#interner.details.number(this.#detailKey(record.detail)) : null;
    const { loadId, fileId } = this.#file;
    if (!this.#flowRows.hasRoom(MOST_ROW_BYTES)) this.#passFlowRows();
    writeFlowRow(this.#flowRows, record, addresses, { loadId, fileId, interfaceNo, contextNo, detailNo });
    const { source, destination } = addresses;
    this.#sighting(contextNo).add(
      record.record,
      record.startMs,
      record.endMs,
      source.text,
      destination.text,
      record.direction,
    );
    this.#repeats.add(
      interfaceNo,
      source.ipv4,
      destination.ipv4,
      (record.sourcePort ?? -1) * 65_537 + (record.destinationPort ?? -1),
      (record.protocol ?? -1) * 4 + (record.action === null ? 0 : ACTION[record.action]),
      record.packets ?? -1,
      record.bytes ?? -1,
      record.startMs,
      record.endMs,
    );
  }

  #flowAddresses(record: FlowRecord): FlowAddresses | null {
    const source = this.#addresses.get(record.sourceIp);
    const destination = this.#addresses.get(record.destinationIp);
    const packetSource = this.#optionalAddress(record.packetSourceIp);
    const packetDestination = this.#optionalAddress(record.packetDestinationIp);
    return source && destination ? { source, destination, packetSource, packetDestination } : null;
  }

  #optionalAddress(text: string | null): KnownAddress | null {
    return text === null ? null : this.#addresses.get(text);
  }

  #sighting(contextNo: number): Sighting {
    let sighting = this.#sightings.get(contextNo);
    if (!sighting) {
      sighting = new Sighting();
      this.#sightings.set(contextNo, sighting);
    }
    return sighting;
  }

  #contextNumbers(context: FlowContext): { interfaceNo: number; contextNo: number } {
    return {
      interfaceNo: this.#interner.interfaces.number(storableText(context.interfaceKey)),
      contextNo: this.#interner.contexts.number(this.#contextKey(context)),
    };
  }

  /** Readers give one object to all records of a context, so its key is worked out once. */
  #contextKey(context: FlowContext): string {
    let key = this.#contextKeys.get(context);
    if (key === undefined) {
      key = internKey(contextParts(context));
      this.#contextKeys.set(context, key);
    }
    return key;
  }

  #detailKey(detail: Record<string, string>): string {
    let key = this.#detailKeys.get(detail);
    if (key === undefined) {
      const fields = Object.entries(detail).sort(([a], [b]) => (a < b ? -1 : 1));
      key = internKey(fields.flat());
      this.#detailKeys.set(detail, key);
    }
    return key;
  }
}
