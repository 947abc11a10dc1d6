import { TextReader } from "@/lib/formats/framing/decode-text";
import type { LogReader } from "@/lib/formats/log-reader";
import { LogSink } from "@/lib/formats/log-sink";
import { HEAD_CHARACTERS } from "@/lib/formats/read-log";
import { recognise } from "@/lib/formats/recognise";

const LINE_FEED = 10;

/** What stands in a file where a record is. */
export interface RecordText {
  text: string;
  /** False where the record was one of several in a page of results: its values are the file's, its spacing is not. */
  asWritten: boolean;
}

/** Counts the units of a file as any load does, and keeps the text of a few of them. */
class TextSink extends LogSink {
  readonly #from: number;
  readonly #to: number;
  #found = new Map<number, RecordText>();

  constructor(from: number, to: number) {
    super("unknown");
    this.#from = from;
    this.#to = to;
  }

  /** So many units stood in the file that nobody looked at. */
  pass(units: number): void {
    this.records += units;
  }

  /** Units that stand before the first one that is wanted. */
  get ahead(): number {
    return this.#from - 1 - this.records - this.rejected;
  }

  override accept(): number {
    const record = super.accept();
    if (record >= this.#from && record <= this.#to)
      this.#found.set(record, { text: this.written, asWritten: this.asWritten });
    return record;
  }

  get done(): boolean {
    return this.records + this.rejected >= this.#to;
  }

  /** What was found since the last time. What the readers gathered on the way is of no use here. */
  takeFound(): Map<number, RecordText> {
    this.take();
    const found = this.#found;
    if (found.size > 0) this.#found = new Map();
    return found;
  }
}

/** What the account of a whole file says of lines that are no units. */
export interface LinesBeside {
  blank: number;
  headers: number;
}

/**
 * The texts of the records `from` to `to` of a log, by number; those that could not be read have none. `chunks` are the
 * file's bytes, inflated; no more of them is read than it takes. Errors of `chunks` pass through. Where the file's account
 * is given, lines of a flow log before the first record are counted and not read.
 */
export async function findRecordText(
  chunks: AsyncIterable<Uint8Array>,
  from: number,
  to: number,
  { flowColumns = null, beside = null }: { flowColumns?: readonly string[] | null; beside?: LinesBeside | null } = {},
): Promise<Map<number, RecordText>> {
  const found = new Map<number, RecordText>();
  for await (const texts of readRecordTexts(chunks, { from, to, flowColumns, beside })) {
    for (const [record, text] of texts) found.set(record, text);
  }
  return found;
}

/** The same in the file's order, a stretch at a time, so that all of a large file passes through bounded memory. */
export async function* readRecordTexts(
  chunks: AsyncIterable<Uint8Array>,
  {
    from = 1,
    to = Number.POSITIVE_INFINITY,
    flowColumns = null,
    beside = null,
  }: { from?: number; to?: number; flowColumns?: readonly string[] | null; beside?: LinesBeside | null } = {},
): AsyncGenerator<ReadonlyMap<number, RecordText>, void> {
  const sink = new TextSink(from, to);
  const text = new TextReader();
  let head = "";
  let reader: LogReader | null = null;
  for await (const chunk of chunks) {
    for (const stretch of text.cut(chunk)) {
      if (reader) {
        const rest = passLines(stretch, { text, reader, sink, beside });
        if (rest.length > 0) reader.push(text.decode(rest));
      } else {
        head += text.decode(stretch);
        if (head.length < HEAD_CHARACTERS) continue;
        reader = openReader(head, false, sink, flowColumns);
        if (reader === null) return;
      }
      const found = sink.takeFound();
      if (found.size > 0) yield found;
      if (sink.done) return;
    }
  }
  const rest = text.finish();
  if (reader) reader.push(rest);
  else reader = openReader(head + rest, true, sink, flowColumns);
  reader?.finish();
  yield sink.takeFound();
}

/**
 * What is left of a stretch once the lines before the first wanted unit are counted. Where all headers and blank lines of
 * the file are behind, every further line is a unit.
 */
function passLines(
  stretch: Uint8Array,
  { text, reader, sink, beside }: { text: TextReader; reader: LogReader; sink: TextSink; beside: LinesBeside | null },
): Uint8Array {
  const { ahead } = sink;
  if (ahead <= 0 || !reader.dropLine || !text.hasByteLines) return stretch;
  if (beside === null || sink.headers !== beside.headers || sink.blank !== beside.blank) return stretch;
  reader.dropLine();
  let passed = 0;
  let at = 0;
  while (passed < ahead) {
    const feed = stretch.indexOf(LINE_FEED, at);
    if (feed < 0) {
      at = stretch.length;
      break;
    }
    passed += 1;
    at = feed + 1;
  }
  sink.pass(passed);
  text.goOn();
  return stretch.subarray(at);
}

function openReader(
  text: string,
  whole: boolean,
  sink: LogSink,
  flowColumns: readonly string[] | null,
): LogReader | null {
  const { open } = recognise({
    name: "",
    flowColumns,
    head: text.slice(0, HEAD_CHARACTERS),
    whole: whole && text.length <= HEAD_CHARACTERS,
  });
  const reader = open?.(sink) ?? null;
  reader?.push(text);
  return reader;
}
