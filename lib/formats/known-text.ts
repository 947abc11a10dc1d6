/** Files that are no text, by their first characters (bytes that are no UTF-8 read as U+FFFD). */
const MAGIC: [string, string][] = [
  ["PAR1", "Parquet, which is not read as text"],
  ["PK\u0003\u0004", "zip archive inside the file: not read"],
  ["\u001f\ufffd", "compressed more than once: not read"],
  ["\ufffd\u00f2\ufffd\u0002\u0000", "network capture (pcap): not read"],
  ["\ufffd\ufffd\ufffd\ufffd\u0000\u0002", "network capture (pcap): not read"],
  ["\n\r\r\n", "network capture (pcapng): not read"],
  ["Obj\u0001", "Avro file: not read"],
  ["%PDF-", "PDF document: no log"],
];

/** Text logs that are known by a line's look and not read. */
const LINES: [RegExp, string][] = [
  [/^[0-9a-f]{64} \S+ \[\d\d\/[A-Z][a-z]{2}\/\d{4}:\d\d:\d\d:\d\d [+-]\d{4}\] /, "S3 server access log: not read yet"],
  [/^(?:https?|h2|wss?|grpcs?) \d{4}-\d\d-\d\dT\S+ (?:app|net)\/\S+ /, "load balancer access log: not read yet"],
  [/^#separator /, "Zeek log: not read yet"],
];

function unquote(cell: string): string {
  return cell.trim().replace(/^"(.*)"$/, "$1");
}

function commaSeparated(line: string): string | null {
  const cells = line.split(",").map(unquote);
  if (cells.length < 4) return null;
  return cells.every((cell) => /^[\w@ .()-]{1,60}$/.test(cell)) ? "CSV that is no log that is known here" : null;
}

/** The name of a file that is known but not read, by its first characters and lines; null when it is not known. */
export function nameUnread(head: string, lines: readonly string[]): string | null {
  for (const [start, reason] of MAGIC) if (head.startsWith(start)) return reason;
  for (const line of lines) for (const [look, reason] of LINES) if (look.test(line)) return reason;
  if (head.includes("\u0000")) return "no text: not a log that is known here";
  const header = lines.find((line) => line.trim() !== "");
  return header === undefined ? null : commaSeparated(header);
}
