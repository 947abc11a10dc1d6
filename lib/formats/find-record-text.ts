import { TextReader } from "@/lib/formats/framing/decode-text";
import type { LogReader } from "@/lib/formats/log-reader";
import { LogSink } from "@/lib/formats/log-sink";
import { HEAD_CHARACTERS } from "@/lib/formats/read-log";
import { recognise } from "@/lib/formats/recognise";

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

/**
 * The texts of the records `from` to `to` of a log, by number; those that could not be read have none. `chunks` are the
 * file's bytes, inflated; no more of them is read than it takes. Errors of `chunks` pass through.
 */
export async function findRecordText(
  chunks: AsyncIterable<Uint8Array>,
  from: number,
  to: number,
  flowColumns: readonly string[] | null = null,
): Promise<Map<number, RecordText>> {
  const found = new Map<number, RecordText>();
  for await (const texts of readRecordTexts(chunks, { from, to, flowColumns })) {
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
  }: { from?: number; to?: number; flowColumns?: readonly string[] | null } = {},
): AsyncGenerator<ReadonlyMap<number, RecordText>, void> {
  const sink = new TextSink(from, to);
  const text = new TextReader();
  let head = "";
  let reader: LogReader | null = null;
  for await (const chunk of chunks) {
    for (const piece of text.read(chunk)) {
      if (reader) reader.push(piece);
      else {
        head += piece;
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
