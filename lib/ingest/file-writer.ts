import type pg from "pg";
import type { Rejection } from "@/lib/core/records";
import type { LogBatch } from "@/lib/formats/read-log.types";
import { TableWriter } from "@/lib/ingest/copy/table-writer";
import { FlowWriter } from "@/lib/ingest/flow-writer";
import {
  guardCall,
  guardDescription,
  guardFinding,
  guardFlow,
  guardObservation,
  guardQuery,
  guardStatus,
} from "@/lib/ingest/guard-record";
import { BatchNumbers } from "@/lib/ingest/intern/batch-numbers";
import type { CaseInterner } from "@/lib/ingest/intern/case-interner";
import { RepeatFilter } from "@/lib/ingest/repeat-filter";
import {
  COLUMNS,
  callRow,
  descriptionRow,
  type FileNumbers,
  fetchNoteRows,
  findingRow,
  gapRow,
  observationRow,
  queryRow,
  rejectionRow,
  trailFactRow,
} from "@/lib/ingest/rows/record-rows";

/** Writes the batches of files, one file after the other, to their load's tables, inside the transaction that the caller holds. */
export class FileWriter {
  #file: FileNumbers;
  readonly #numbers: BatchNumbers;
  readonly #writer: TableWriter;
  readonly #flows: FlowWriter;
  readonly #repeats = new RepeatFilter();
  readonly #queries: string;
  readonly #calls: string;
  /** Records of the file that a reader took and the tables cannot hold: counted as rejected, with their own numbers. */
  rejected = 0;

  constructor(client: pg.ClientBase, file: FileNumbers, interner: CaseInterner) {
    this.#file = file;
    this.#numbers = new BatchNumbers(interner);
    this.#writer = new TableWriter(client);
    this.#flows = new FlowWriter(file, { writer: this.#writer, numbers: this.#numbers, repeats: this.#repeats });
    this.#queries = `dns_queries_l${file.loadId}`;
    this.#calls = `api_calls_l${file.loadId}`;
    this.#writer.declare(this.#queries, COLUMNS.dns_queries);
    this.#writer.declare(this.#calls, COLUMNS.api_calls);
    for (const table of [
      "rejections",
      "flow_gaps",
      "findings",
      "observations",
      "network_descriptions",
      "trail_facts",
      "fetch_notes",
    ] as const) {
      this.#writer.declare(table, COLUMNS[table]);
    }
  }

  /** Goes on with another file of the load: what is told of a file is asked for before. */
  nextFile(fileId: number): void {
    this.#file = { ...this.#file, fileId };
    this.#flows.nextFile(this.#file);
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
    await this.#numbers.ask({ flowBlock: batch.flowBlock, flows, statuses, queries, calls });
    if (batch.flowBlock) this.#flows.writeBlock(batch.flowBlock);
    for (const record of flows) {
      const reason = this.#flows.write(record);
      if (reason !== null) this.#rejectRecord(record, reason);
    }
    for (const record of statuses) {
      const { interfaceNo, contextNo } = this.#numbers.context(record.context);
      this.#writer.add("flow_gaps", gapRow(this.#file, record, interfaceNo, contextNo));
    }
    for (const record of queries) {
      const askerNo = this.#numbers.asker(record.asker);
      this.#writer.add(this.#queries, queryRow(this.#file, record, askerNo, this.#numbers.name(record.name)));
      const [a, b, c, d] = [0, 8, 16, 24].map((from) => Number.parseInt(record.recordHash.slice(from, from + 8), 16));
      this.#repeats.add(askerNo, a ?? 0, b ?? 0, c ?? 0, d ?? 0, 0, 0, 0, 0);
    }
    for (const record of calls) {
      this.#writer.add(this.#calls, callRow(this.#file, record, this.#numbers.principal(record.principal)));
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
    for (const row of batch.notes.flatMap((note) => fetchNoteRows(this.#file, note)))
      this.#writer.add("fetch_notes", row);
    for (const rejection of batch.rejections) this.reject(rejection);
    this.#flows.pass();
    await this.#writer.drain();
  }

  reject(rejection: Rejection): void {
    this.#writer.add("rejections", rejectionRow(this.#file, rejection));
  }

  /** Writes what is left of all files. */
  async finish(): Promise<void> {
    this.#flows.finish();
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
}
