import type { FetchNote } from "@/lib/core/fetch-note";
import type { NetworkDescription } from "@/lib/core/network-rules";
import type {
  ApiCallRecord,
  DnsQueryRecord,
  EvidenceKind,
  FindingRecord,
  FlowRecord,
  FlowStatusRecord,
  Observation,
} from "@/lib/core/records";
import type { TrailFact } from "@/lib/core/trail-facts";
import type { LogBatch } from "@/lib/formats/read-log.types";
import type { FlowBlock } from "@/lib/formats/vpc-flow/flow-block";

const UNITS_PER_BATCH = 4096;
const KEPT_TEXT_BYTES = 2048;
const keptText = new Uint8Array(KEPT_TEXT_BYTES);
const encoder = new TextEncoder();

function emptyBatch(kind: EvidenceKind): LogBatch {
  return {
    ...{ kind, flows: [], statuses: [], queries: [], calls: [], findings: [] },
    ...{ observations: [], descriptions: [], trail: [], notes: [], rejections: [] },
  };
}

/** The start of a text that fits into 2 KiB of UTF-8. Postgres text holds no NUL, so it is shown as U+FFFD. */
function keepStart(text: string): string {
  const start = text.slice(0, KEPT_TEXT_BYTES);
  const { read } = encoder.encodeInto(start, keptText);
  return start.slice(0, read).replaceAll("\0", "\uFFFD");
}

/**
 * Where readers put what they find. It numbers the units of a file from 1 (readable and rejected ones alike),
 * keeps the file's account, and gathers batches.
 */
export class LogSink {
  records = 0;
  rejected = 0;
  blank = 0;
  headers = 0;
  firstEventMs: number | null = null;
  lastEventMs: number | null = null;
  /** What a reader of the summary should know of the file. */
  note: string | null = null;
  /** What tells the flow log from another, as far as the content shows it. */
  logKey: string | null = null;
  /** Where plain flow records go as columns; null when they are wanted as objects. */
  readonly flowBlock: FlowBlock | null;
  /** What stands in the file where the next unit is: set by the reader that cuts the file before it hands a piece on. */
  written = "";
  /** False while `written` is no stretch of the file itself: an element of a page of results, written anew. */
  asWritten = true;
  readonly #kind: EvidenceKind;
  #batch: LogBatch;
  #batchFrom = 0;

  constructor(kind: EvidenceKind, flowBlock: FlowBlock | null = null) {
    this.#kind = kind;
    this.flowBlock = flowBlock;
    this.#batch = emptyBatch(kind);
  }

  /** Number of the next unit, which is then counted as readable. */
  accept(): number {
    this.records += 1;
    return this.records + this.rejected;
  }

  reject(reason: string, text: string): void {
    this.rejected += 1;
    const record = this.records + this.rejected;
    this.#batch.rejections.push({ kind: "rejection", record, reason: keepStart(reason), text: keepStart(text) });
  }

  /** Rejects a stretch of units that share one reason: each is counted, one rejection stands for all of them. */
  rejectMany(units: number, reason: string): void {
    if (units === 0) return;
    const record = this.records + this.rejected + 1;
    this.rejected += units;
    this.#batch.rejections.push({ kind: "rejection", record, reason: keepStart(reason), text: "" });
  }

  /** Gives the last rejection its text, which costs too much to make for every unit. */
  retell(text: string): void {
    const last = this.#batch.rejections.at(-1);
    if (last) last.text = keepStart(text);
  }

  flow(flow: FlowRecord): void {
    this.happened(flow.startMs);
    this.#batch.flows.push(flow);
  }

  status(status: FlowStatusRecord): void {
    this.happened(status.startMs);
    this.#batch.statuses.push(status);
  }

  query(query: DnsQueryRecord): void {
    this.happened(query.atMs);
    this.#batch.queries.push(query);
  }

  call(call: ApiCallRecord): void {
    this.happened(call.atMs);
    this.#batch.calls.push(call);
  }

  finding(finding: FindingRecord): void {
    // A sample finding happened at no time.
    if (!finding.sample) this.happened(finding.firstSeenMs);
    this.#batch.findings.push(finding);
  }

  observe(observation: Observation): void {
    this.#batch.observations.push(observation);
  }

  describe(description: NetworkDescription): void {
    this.#batch.descriptions.push(description);
  }

  trailFact(fact: TrailFact): void {
    this.#batch.trail.push(fact);
  }

  fetchNote(note: FetchNote): void {
    this.#batch.notes.push(note);
  }

  get full(): boolean {
    return this.records + this.rejected - this.#batchFrom >= UNITS_PER_BATCH;
  }

  /** The batch gathered so far, or null when it is empty; a new one is begun. */
  take(): LogBatch | null {
    const units = this.records + this.rejected;
    if (units === this.#batchFrom) return null;
    const batch = this.#batch;
    this.#batch = emptyBatch(this.#kind);
    this.#batchFrom = units;
    if (this.flowBlock !== null && this.flowBlock.count > 0) batch.flowBlock = this.flowBlock;
    return batch;
  }

  /** Widens the span of the file. */
  happened(atMs: number): void {
    if (this.firstEventMs === null || atMs < this.firstEventMs) this.firstEventMs = atMs;
    if (this.lastEventMs === null || atMs > this.lastEventMs) this.lastEventMs = atMs;
  }
}
