import { parseCsv } from "@/lib/formats/csv/parse-csv";
import { readCsv } from "@/lib/formats/csv/read-csv";
import { CsvCutter } from "@/lib/formats/framing/csv-cutter";
import { recogniseTable } from "@/lib/formats/recognise-table";
import { type RecognisedFile, type Recognition, unknown } from "@/lib/formats/recognition";

/** What stands between values: of the formats read, and of a spreadsheet that has saved one again. */
const DELIMITERS = [",", "\t", ";"];
const ROWS_LOOKED_AT = 5;
const MOST_COLUMNS = 1000;
/** The head is cut in pieces of so many characters, and no further than its first records. */
const PIECE = 4096;

function firstRecords({ head, whole }: RecognisedFile, delimiter: string): string[] {
  const records: string[] = [];
  // Most logs are no tables: without the delimiter there is nothing to cut.
  if (!head.includes(delimiter)) return records;
  const keep = (text: string) => {
    if (text.trim() !== "" && records.length <= ROWS_LOOKED_AT) records.push(text);
  };
  const cutter = new CsvCutter(
    { record: keep, unclosed: () => undefined, overlong: () => undefined },
    delimiter,
    head.length,
  );
  let at = 0;
  for (; at < head.length && records.length <= ROWS_LOOKED_AT; at += PIECE) {
    cutter.push(head.slice(at, at + PIECE));
    if (records[0]?.includes(delimiter) === false) return records;
  }
  // A record that is cut in the middle tells nothing.
  if (whole && at >= head.length) cutter.finish();
  return records;
}

/** Tells a CSV file by its first record, the names of its columns. Null: the file does not begin like one that is known. */
export function recogniseCsv(file: RecognisedFile): Recognition | null {
  for (const delimiter of DELIMITERS) {
    const [header, ...rest] = firstRecords(file, delimiter);
    if (header === undefined || !header.includes(delimiter)) continue;
    const columns = parseCsv([header], delimiter);
    if (typeof columns === "string" || !columns[0] || columns[0].length > MOST_COLUMNS) continue;
    const names = columns[0].map((name) => name.trim());
    const parsed = parseCsv(rest, delimiter);
    const rows = typeof parsed === "string" ? [] : parsed.filter((row) => row.length === names.length);
    const found = recogniseTable(names, rows, file.flowColumns);
    if (found === null) continue;
    if (found.kind === null) return unknown(found.reason);
    const { kind, open } = found;
    return { kind, reason: null, open: (sink) => readCsv(sink, open(sink), delimiter) };
  }
  return null;
}
