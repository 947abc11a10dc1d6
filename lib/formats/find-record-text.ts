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
  let passer: LinePasser | null = null;
  for await (const chunk of chunks) {
    for (const stretch of text.cut(chunk)) {
      if (reader) {
        const rest = passer?.pass(stretch) ?? stretch;
        if (rest.length > 0) reader.push(text.decode(rest));
      } else {
        head += text.decode(stretch);
        if (head.length < HEAD_CHARACTERS) continue;
        reader = openReader(head, false, sink, flowColumns);
        if (reader === null) return;
        if (beside !== null && reader.hasPlainLines) passer = new LinePasser(text, reader, sink, beside);
      }
      if (sink.ahead > 0 && !sink.full) continue;
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

/** Begins a line that is a unit whatever its log: a header begins with a letter or `$`, a blank line with none of these. */
const isUnit = (byte: number) => (byte >= 0x30 && byte <= 0x39) || byte === 0x2d;

/**
 * Passes lines before the first wanted unit by counting them. A line that begins with a digit is a unit; any other is given
 * to the reader, which tells headers and blank lines, until all of those of the file's account are behind.
 */
class LinePasser {
  readonly #text: TextReader;
  readonly #reader: LogReader;
  readonly #sink: TextSink;
  readonly #beside: LinesBeside;
  /** Where the last stretch ended: with a whole line, or inside one that is the reader's or is counted. */
  #within: "reader" | "unit" | null = "reader";

  constructor(text: TextReader, reader: LogReader, sink: TextSink, beside: LinesBeside) {
    this.#text = text;
    this.#reader = reader;
    this.#sink = sink;
    this.#beside = beside;
  }

  /** What is left of a stretch, which is to be read. */
  pass(stretch: Uint8Array): Uint8Array {
    if (!this.#text.hasByteLines) return stretch;
    let at = 0;
    while (at < stretch.length && this.#sink.ahead > 0) {
      if (this.#within === null) this.#within = this.#isCounted(stretch[at] ?? 0) ? "unit" : "reader";
      at = this.#within === "unit" ? this.#count(stretch, at) : this.#give(stretch, at);
    }
    return stretch.subarray(at);
  }

  /** Where all headers and blank lines are behind, every further line is a unit. */
  #isCounted(first: number): boolean {
    const { headers, blank } = this.#sink;
    return isUnit(first) || (headers === this.#beside.headers && blank === this.#beside.blank);
  }

  /** From inside a line that is counted on, as far as lines are. */
  #count(stretch: Uint8Array, from: number): number {
    const { ahead } = this.#sink;
    let passed = 0;
    let at = from;
    do {
      const feed = stretch.indexOf(LINE_FEED, at);
      if (feed < 0) {
        at = stretch.length;
        break;
      }
      passed += 1;
      at = feed + 1;
      this.#within = null;
      if (at < stretch.length && this.#isCounted(stretch[at] ?? 0)) this.#within = "unit";
    } while (this.#within !== null && passed < ahead);
    if (passed === ahead) this.#within = null;
    this.#sink.pass(passed);
    this.#text.goOn();
    return at;
  }

  #give(stretch: Uint8Array, from: number): number {
    const feed = stretch.indexOf(LINE_FEED, from);
    const end = feed < 0 ? stretch.length : feed + 1;
    this.#within = feed < 0 ? "reader" : null;
    this.#reader.push(this.#text.decode(stretch.subarray(from, end)));
    return end;
  }
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
