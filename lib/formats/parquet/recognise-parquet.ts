import type { EvidenceKind } from "@/lib/core/records";
import type { JsonObject } from "@/lib/formats/json/json-value";
import type { LogSink } from "@/lib/formats/log-sink";
import type { ParquetFile } from "@/lib/formats/parquet/open-parquet";
import { cellValue, plainValue } from "@/lib/formats/parquet/plain-value";
import type { RowColumns } from "@/lib/formats/parquet/read-row-group";
import { recogniseRecord } from "@/lib/formats/recognise-record";
import { recogniseTable } from "@/lib/formats/recognise-table";
import { flowFields } from "@/lib/formats/vpc-flow/flow-fields";

/** Reads the row at a place of a row group. */
export type ParquetRowReader = (columns: RowColumns, at: number) => void;

export type ParquetRecognition =
  | { kind: EvidenceKind; open: (sink: LogSink) => ParquetRowReader }
  | { kind: "unknown"; reason: string };

type Column = ParquetFile["columns"][number];

/** The row as JSON has it. */
export function plainRow(names: readonly Column[], columns: RowColumns, at: number): JsonObject {
  return Object.fromEntries(names.map(({ name }, index) => [name, plainValue(columns[index]?.[at])]));
}

/**
 * What the folders of a Hive-partitioned table say of the records, where no column does: account and region. Their days
 * and hours are those of the delivery, which is not when it happened.
 */
function folderHints(name: string, columns: readonly string[]): { names: string[]; cells: string[] } {
  const hints = { names: [] as string[], cells: [] as string[] };
  const known = flowFields(columns);
  if (known === null) return hints;
  const account = /(?:^|\/)aws-account-id=(\d{12})\//.exec(name)?.[1];
  const region = /(?:^|\/)aws-region=([a-z0-9-]{1,40})\//.exec(name)?.[1];
  for (const [field, value] of [["account-id", account] as const, ["region", region] as const]) {
    if (value === undefined || known.includes(field)) continue;
    hints.names.push(field);
    hints.cells.push(value);
  }
  return hints;
}

/** Tells a Parquet file by its columns: a table of a known log, or records with members of their own. */
export function recogniseParquet(columns: readonly Column[], name: string): ParquetRecognition {
  const nested = columns.some((column) => column.nested);
  const names = columns.map((column) => column.name);
  const record = recogniseRecord(new Set(names));
  // Engines that write tables name members of structs in lower case, which the reader of tables knows.
  if (!nested || record === null || (record.kind === "dns" && !names.includes("class_uid"))) {
    const hints = folderHints(name, names);
    const table = recogniseTable([...names, ...hints.names], [], null);
    if (table?.kind === null) return { kind: "unknown", reason: table.reason.replace(/^CSV of /, "Parquet of ") };
    if (table) return { kind: table.kind, open: (sink) => tableRows(table.open(sink), table.kind, hints.cells) };
  }
  if (record?.kind) {
    const { kind, reader } = record;
    return { kind, open: (sink) => objectRows(reader(sink), columns) };
  }
  if (record) return { kind: "unknown", reason: `Parquet of ${record.unread}: not read yet` };
  return { kind: "unknown", reason: "Parquet file that is no log that is known here" };
}

function tableRows(
  reader: { row(cells: readonly string[], text: string): void },
  kind: EvidenceKind,
  hints: readonly string[],
): ParquetRowReader {
  const epoch = kind === "vpc-flow" || kind === "tgw-flow";
  const cells: string[] = [];
  return (columns, at) => {
    for (let index = 0; index < columns.length; index += 1) cells[index] = cellValue(columns[index]?.[at], epoch);
    for (let index = 0; index < hints.length; index += 1) cells[columns.length + index] = hints[index] ?? "";
    reader.row(cells, "");
  };
}

function objectRows(
  reader: { object(value: JsonObject, text: string): void },
  names: readonly Column[],
): ParquetRowReader {
  return (columns, at) => reader.object(plainRow(names, columns, at), "");
}
