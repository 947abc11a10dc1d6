import type { LineOrigin, MessageReader } from "@/lib/formats/line-log-reader";
import type { LogSink } from "@/lib/formats/log-sink";
import { readHeader } from "@/lib/formats/vpc-flow/columns";
import { byteParserOf, type FlowByteParser } from "@/lib/formats/vpc-flow/flow-byte-parser";
import { compileLayout, type FlowLayout } from "@/lib/formats/vpc-flow/flow-layout";
import { FlowLineParser } from "@/lib/formats/vpc-flow/flow-line-parser";
import { nameColumns } from "@/lib/formats/vpc-flow/name-columns";
import { splitTokens } from "@/lib/formats/vpc-flow/split-tokens";

/**
 * Reads the lines of a flow log, of a VPC or of a transit gateway. The columns are those of the last header line
 * above; before any header they are the given default's. Header lines may come again anywhere and are no records.
 */
export class FlowLineReader implements MessageReader {
  readonly #sink: LogSink;
  readonly #parser: FlowLineParser;
  readonly #byteParser: FlowByteParser | null;
  #layout: FlowLayout;
  readonly #tokens: string[] = [];
  #begun = false;
  #columns: string;

  constructor(sink: LogSink, defaultColumns: readonly string[]) {
    this.#sink = sink;
    this.#columns = defaultColumns.join(" ");
    this.#layout = compileLayout(defaultColumns);
    this.#parser = new FlowLineParser(sink, this.#layout);
    this.#byteParser = sink.flowBlock === null ? null : byteParserOf(sink.flowBlock, sink);
    this.#nameLog();
  }

  line(line: string, origin: LineOrigin): void {
    this.#begun = true;
    const count = splitTokens(line, this.#tokens);
    if (count === 0) this.#sink.blank += 1;
    else if (!this.#isHeader()) this.#parser.parse(line, this.#tokens, origin);
  }

  /**
   * A header is none of these: it has no numbers where the times stand. The first line is most often one: the parser is
   * not told of columns that it would change.
   */
  bytes(bytes: Uint8Array, from: number, end: number): boolean {
    if (!this.#begun) return false;
    const parser = this.#byteParser;
    return parser?.use(this.#layout) === true && parser.parse(bytes, from, end);
  }

  /** A header names columns, and no data row begins like one: cheap to tell from the first two values. */
  #isHeader(): boolean {
    const first = this.#tokens[0]?.charCodeAt(0) ?? 0;
    // Digits and `-` begin the rows of nearly every layout; names begin with a letter, or `${`.
    if (first !== 36 && (first < 97 || first > 122)) return false;
    const columns = readHeader(this.#tokens);
    if (columns === null) return false;
    this.#sink.headers += 1;
    if (columns.join(" ") === this.#columns) return true;
    this.#columns = columns.join(" ");
    this.#layout = compileLayout(columns);
    this.#parser.use(this.#layout);
    this.#nameLog();
    return true;
  }

  #nameLog(): void {
    // The first layout names the log when nothing better does.
    if (this.#sink.records + this.#sink.rejected > 0) return;
    this.#sink.logKey = nameColumns([this.#columns]);
  }
}
