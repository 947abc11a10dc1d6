import type { EvidenceKind } from "@/lib/core/records";
import type { LogSink } from "@/lib/formats/log-sink";

/** Takes the rows of a CSV file one by one; each has as many cells as the header has. `text` is what stood in the file. */
export interface RowReader {
  row(cells: readonly string[], text: string): void;
}

/** A CSV that is read, or why one that is known is not. */
export type CsvRecognition =
  | { kind: EvidenceKind; reason: null; open: (sink: LogSink) => RowReader }
  | { kind: null; reason: string };

/**
 * Tells a kind of CSV by the names of its columns, as the file writes them, and where those do not tell by its first
 * rows (there may be none). Null: not of this kind.
 */
export type CsvKind = (
  columns: readonly string[],
  firstRows: readonly (readonly string[])[],
  /** Columns that someone has named for flow logs without a header: for rows that carry whole messages. */
  flowColumns: readonly string[] | null,
) => CsvRecognition | null;
