import { ListReader } from "@/lib/reference/list-reader";
import { readListedValue } from "@/lib/reference/read-listed-value";
import type { ListedValue, Skipped } from "@/lib/reference/reference.types";

const DELIMITERS = [",", ";", "\t"];
const LONGEST_LINE = 10_000;

/** Cells of a line; quotes hold delimiters, two of them are one (RFC 4180). */
function cellsOf(line: string, delimiter: string): string[] {
  const cells: string[] = [];
  let cell = "";
  let quoted = false;
  for (let at = 0; at < line.length; at++) {
    const char = line[at];
    if (quoted && char === '"' && line[at + 1] === '"') cell += line[++at];
    else if (char === '"') quoted = !quoted;
    else if (char === delimiter && !quoted) {
      cells.push(cell.trim());
      cell = "";
    } else cell += char;
  }
  return [...cells, cell.trim()];
}

/** An address or network, or a name in plain words: what a date or a sentence is not. */
function isValue(cell: string): boolean {
  return cell.length <= 300 && !/\s/.test(cell) && /[.:]/.test(cell) && "listed" in readListedValue(cell, "");
}

/**
 * A list with one value a line: the first cell that is an address, network or name; the others are its note. Lines that begin
 * with `#` are comments, and a first line without a value is the header.
 */
export async function readCsvList(text: string): Promise<{ values: ListedValue[]; skipped: Skipped[] }> {
  const list = new ListReader();
  let header = true;
  let start = text.startsWith("\ufeff") ? 1 : 0;
  while (start < text.length) {
    const found = text.indexOf("\n", start);
    const end = found < 0 ? text.length : found;
    const line = text.slice(start, Math.min(end, start + LONGEST_LINE)).trim();
    start = end + 1;
    await list.pause();
    if (line === "" || line.startsWith("#")) continue;
    const delimiter = DELIMITERS.find((sign) => line.includes(sign)) ?? ",";
    const cells = cellsOf(line, delimiter);
    const at = cells.findIndex(isValue);
    if (at >= 0) list.add(cells[at] ?? "", cells.filter((cell, index) => index !== at && cell !== "").join(" · "));
    else if (!header) list.skip("line without an address, network or name");
    header = false;
  }
  return { values: list.values, skipped: list.skipped };
}
