import { CsvError, parse } from "csv-parse/sync";

const REASONS: Record<string, string> = {
  CSV_INVALID_CLOSING_QUOTE: "text after a closing quote",
  INVALID_OPENING_QUOTE: "a quote inside a value that is not quoted",
  CSV_QUOTE_NOT_CLOSED: "a quote that is never closed",
};

/** The values of records that are already cut apart; a text says why they are no CSV. */
export function parseCsv(records: readonly string[], delimiter: string): string[][] | string {
  try {
    return parse(records.join("\n"), { delimiter, record_delimiter: "\n", relax_column_count: true });
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    return REASONS[error.code] ?? "not CSV";
  }
}
