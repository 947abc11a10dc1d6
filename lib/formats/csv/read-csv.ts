import type { RowReader } from "@/lib/formats/csv/csv-kind";
import { parseCsv } from "@/lib/formats/csv/parse-csv";
import { CsvCutter, type CsvSink } from "@/lib/formats/framing/csv-cutter";
import type { LogReader } from "@/lib/formats/log-reader";
import type { LogSink } from "@/lib/formats/log-sink";

/** An event of CloudTrail may have 1 MB, and quoting doubles its quotes. */
const LARGEST_RECORD = 4 * 1024 * 1024;
const RECORDS_AT_ONCE = 512;
const CHARACTERS_AT_ONCE = 256 * 1024;

/**
 * Reads a CSV file as a stream: the first record names the columns (and may come again, where files were joined), each
 * further one is a row. A record that is no CSV, has another number of values or is larger than 4 MiB is one rejection.
 */
export function readCsv(sink: LogSink, rows: RowReader, delimiter: string): LogReader {
  const records = new CsvRecords(sink, rows, delimiter);
  const cutter = new CsvCutter(records, delimiter, LARGEST_RECORD);
  return {
    push(text) {
      cutter.push(text);
      records.flush();
    },
    finish() {
      cutter.finish();
      records.flush();
    },
  };
}

/** Gathers records, since the parser is much faster on many than on one. */
class CsvRecords implements CsvSink {
  readonly #sink: LogSink;
  readonly #rows: RowReader;
  readonly #delimiter: string;
  #header: string[] | null = null;
  #waiting: string[] = [];
  #length = 0;

  constructor(sink: LogSink, rows: RowReader, delimiter: string) {
    this.#sink = sink;
    this.#rows = rows;
    this.#delimiter = delimiter;
  }

  record(text: string): void {
    if (text.trim() === "") {
      this.#sink.blank += 1;
      return;
    }
    this.#waiting.push(text);
    this.#length += text.length;
    if (this.#waiting.length >= RECORDS_AT_ONCE || this.#length >= CHARACTERS_AT_ONCE) this.flush();
  }

  unclosed(text: string): void {
    this.flush();
    this.#lines(text);
  }

  overlong(start: string): void {
    this.flush();
    this.#sink.reject("record larger than 4 MiB", start);
  }

  flush(): void {
    const records = this.#waiting;
    if (records.length === 0) return;
    this.#waiting = [];
    this.#length = 0;
    this.#parse(records);
  }

  #parse(records: readonly string[]): void {
    const parsed = parseCsv(records, this.#delimiter);
    if (typeof parsed !== "string" && parsed.length === records.length) {
      for (const [index, cells] of parsed.entries()) this.#give(cells, records[index] ?? "");
    } else for (const record of records) this.#alone(record);
  }

  #alone(record: string): void {
    const parsed = parseCsv([record], this.#delimiter);
    if (typeof parsed === "string" && record.includes("\n")) this.#lines(record);
    else if (typeof parsed === "string") this.#sink.reject(parsed, record);
    else this.#give(parsed[0] ?? [], record);
  }

  /** Line by line, after a quote at the wrong place: the lines around it may be whole. */
  #lines(text: string): void {
    const lines = text.split("\n").map((line) => (line.endsWith("\r") ? line.slice(0, -1) : line));
    const filled = lines.filter((line) => line.trim() !== "");
    this.#sink.blank += lines.length - filled.length;
    for (let at = 0; at < filled.length; at += RECORDS_AT_ONCE) this.#parse(filled.slice(at, at + RECORDS_AT_ONCE));
  }

  #give(cells: string[], text: string): void {
    const header = this.#header;
    if (header === null) {
      this.#header = cells;
      this.#sink.headers += 1;
    } else if (cells.length !== header.length) {
      this.#sink.reject(`${cells.length} values for ${header.length} columns`, text);
    } else if (cells[0] === header[0] && cells.every((cell, index) => cell === header[index])) {
      this.#sink.headers += 1;
    } else {
      this.#sink.written = text;
      this.#rows.row(cells, text);
    }
  }
}
