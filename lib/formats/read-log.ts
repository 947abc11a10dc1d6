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
  // A file that ends with its head needs none.
  let flowBlock: FlowBlock | null = null;
  const text = new TextReader();
  let head = "";
  let open: Opened | null = null;
  let read = 0;
  for await (const chunk of chunks) {
    for (const stretch of text.cut(chunk)) {
      if (open === null) {
        head += text.decode(stretch);
        if (head.length < HEAD_CHARACTERS) continue;
        flowBlock = file.flowBlocks ? new FlowBlock() : null;
        open = openFile(file, head, false, flowBlock);
        head = "";
      } else if (open.reader?.pushAscii && text.isPlain(stretch)) open.reader.pushAscii(stretch);
      else open.reader?.push(text.decode(stretch));
      if (open.reader === null) return open.summary();
      read += stretch.length;
      if (!open.sink.full && read < CHARACTERS_PER_BATCH) continue;
      read = 0;
      const batch = open.sink.take();
      if (batch) yield batch;
      if (flowBlock !== null) flowBlock.count = 0;
    }
  }
  const rest = text.finish();
  if (open === null) open = openFile(file, head + rest, true, null);
  else open.reader?.push(rest);
  open.reader?.finish();
  const batch = open.sink.take();
  if (batch) yield batch;
  return open.summary();
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
  reader?.push(text);
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
