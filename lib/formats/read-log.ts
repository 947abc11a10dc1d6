import type { EvidenceKind } from "@/lib/core/records";
import { TextReader } from "@/lib/formats/framing/decode-text";
import type { LogReader } from "@/lib/formats/log-reader";
import { LogSink } from "@/lib/formats/log-sink";
import type { LogBatch, LogSummary } from "@/lib/formats/read-log.types";
import { recognise } from "@/lib/formats/recognise";
import { FlowBlock } from "@/lib/formats/vpc-flow/flow-block";
import { flowLogIdOf } from "@/lib/formats/vpc-flow/flow-format";

/** The format is told by so many characters. */
export const HEAD_CHARACTERS = 64 * 1024;
/** A batch is given on after so much text, however few its records: they may be large. */
const CHARACTERS_PER_BATCH = 4 * 1024 * 1024;

/**
 * Reads one log file of any known format as a stream: memory stays bounded whatever the file's size, and what comes
 * out in sum does not depend on how its bytes were cut into chunks.
 *
 * `chunks` are the file's bytes, already inflated. The format is told by the first 64 Ki characters, never by the
 * name. Yields batches of records in the file's order and returns the account of the file: records + rejected
 * + blank + headers are all of it. It does not throw because of what a file holds; errors of `chunks` pass through.
 * An unknown file is read no further than its head and says why in `reason`. `flowColumns` are the columns of a flow
 * log whose lines have no header; a header in the file counts more.
 *
 * With `flowBlocks`, plain flow records come as columns (`LogBatch.flowBlock`), the others as objects beside them.
 *
 * `onText` is told the text of each record that is not read from bytes, as `RecordText` has it.
 *
 * Equal contexts, askers and principals of one call are the same object (within a bounded memory of them).
 */
export async function* readLog(
  chunks: AsyncIterable<Uint8Array>,
  file: ReadFile & { flowBlocks?: boolean; onText?: OnText },
): AsyncGenerator<LogBatch, LogSummary> {
  const reading = new LogReading(file, file.flowBlocks ? () => new FlowBlock() : null);
  for await (const chunk of chunks) {
    yield* reading.push(chunk);
    if (reading.isOver) return reading.summary();
  }
  yield* reading.finish();
  return reading.summary();
}

/**
 * The same of a log whose bytes, inflated, are all at hand: without a wait. Plain flow records come in `flowBlock`, which may
 * be one for many files, one after the other.
 */
export function* readWholeLog(
  content: Uint8Array,
  file: ReadFile,
  flowBlock: FlowBlock,
): Generator<LogBatch, LogSummary> {
  const reading = new LogReading(file, null, flowBlock);
  yield* reading.push(content);
  if (!reading.isOver) yield* reading.finish();
  return reading.summary();
}

/** One file on its way through its reader. */
class LogReading {
  readonly #file: ReadFile;
  readonly #makeBlock: (() => FlowBlock) | null;
  readonly #text = new TextReader();
  #flowBlock: FlowBlock | null;
  /** What the format is told by, until it is: stretches, and their text. */
  #start: { bytes: Uint8Array; plain: boolean; text: string }[] = [];
  #head = "";
  #open: Opened | null = null;
  #read = 0;

  /** `makeBlock` gives the block of a file that is longer than its head; a shorter one needs none. */
  constructor(file: ReadFile, makeBlock: (() => FlowBlock) | null, flowBlock: FlowBlock | null = null) {
    this.#file = file;
    this.#makeBlock = makeBlock;
    this.#flowBlock = flowBlock;
  }

  /** True once nothing of the rest is read. */
  get isOver(): boolean {
    return this.#open !== null && this.#open.reader === null;
  }

  summary(): LogSummary {
    if (this.#open === null) throw new Error("the file was not read to its end");
    return this.#open.summary();
  }

  *push(chunk: Uint8Array): Generator<LogBatch> {
    for (const stretch of this.#text.cut(chunk)) {
      if (this.#open === null) {
        this.#begin(stretch);
        if (this.#head.length < HEAD_CHARACTERS) continue;
        this.#flowBlock ??= this.#makeBlock?.() ?? null;
        this.#tell(false);
      } else if (this.#text.isPlain(stretch)) this.#take(stretch, true, null);
      else this.#take(stretch, false, this.#text.decode(stretch));
      if (this.isOver) return;
      this.#read += stretch.length;
      if (!this.#open?.sink.full && this.#read < CHARACTERS_PER_BATCH) continue;
      this.#read = 0;
      yield* this.#batch();
    }
  }

  *finish(): Generator<LogBatch> {
    const rest = this.#text.finish();
    if (this.#open === null) {
      this.#head += rest;
      this.#start.push({ bytes: new Uint8Array(0), plain: false, text: rest });
      this.#tell(true);
    } else this.#open.reader?.push(rest);
    this.#open?.reader?.finish();
    yield* this.#batch();
  }

  #begin(bytes: Uint8Array): void {
    const plain = this.#text.isPlain(bytes);
    const text = this.#text.decode(bytes);
    this.#head += text;
    this.#start.push({ bytes, plain, text });
  }

  /** Tells the format by the head and reads what was kept for it. */
  #tell(whole: boolean): void {
    this.#open = openFile(this.#file, this.#head, whole, this.#flowBlock);
    for (const { bytes, plain, text } of this.#start) this.#take(bytes, plain, text);
    this.#start = [];
    this.#head = "";
  }

  #take(bytes: Uint8Array, plain: boolean, text: string | null): void {
    const reader = this.#open?.reader;
    if (!reader) return;
    if (plain && reader.pushAscii) reader.pushAscii(bytes);
    else reader.push(text ?? this.#text.decode(bytes));
  }

  *#batch(): Generator<LogBatch> {
    const batch = this.#open?.sink.take();
    if (batch) yield batch;
    if (this.#flowBlock !== null) this.#flowBlock.count = 0;
  }
}

interface Opened {
  sink: LogSink;
  reader: LogReader | null;
  summary(): LogSummary;
}

type OnText = (record: number, text: string, asWritten: boolean) => void;

interface ReadFile {
  name: string;
  flowColumns?: readonly string[] | null;
  onText?: OnText;
}

/** A sink that tells the text of each record it takes. */
class TellingSink extends LogSink {
  readonly #tell: OnText;

  constructor(kind: EvidenceKind, flowBlock: FlowBlock | null, tell: OnText) {
    super(kind, flowBlock);
    this.#tell = tell;
  }

  override accept(): number {
    const record = super.accept();
    this.#tell(record, this.written, this.asWritten);
    return record;
  }
}

function openFile(
  { name, flowColumns = null, onText }: ReadFile,
  text: string,
  whole: boolean,
  flowBlock: FlowBlock | null,
): Opened {
  const recognition = recognise({
    name,
    flowColumns,
    head: text.slice(0, HEAD_CHARACTERS),
    whole: whole && text.length <= HEAD_CHARACTERS,
  });
  const sink = onText ? new TellingSink(recognition.kind, flowBlock, onText) : new LogSink(recognition.kind, flowBlock);
  const reader = recognition.open?.(sink) ?? null;
  return { sink, reader, summary: () => summarise(name, recognition.kind, recognition.reason, sink) };
}

/** The account of a file that was read into `sink`. */
export function summarise(name: string, kind: EvidenceKind, reason: string | null, sink: LogSink): LogSummary {
  const isFlowLog = kind === "vpc-flow" || kind === "tgw-flow";
  return {
    kind,
    records: sink.records,
    rejected: sink.rejected,
    blank: sink.blank,
    headers: sink.headers,
    firstEventMs: sink.firstEventMs,
    lastEventMs: sink.lastEventMs,
    reason: reason ?? sink.note,
    logKey: isFlowLog ? (flowLogIdOf(name) ?? sink.logKey) : null,
  };
}
