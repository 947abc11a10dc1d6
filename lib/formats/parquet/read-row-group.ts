import { type ColumnMetaData, parquetSchema } from "hyparquet";
import { assembleNested } from "hyparquet/src/assemble.js";
import { DEFAULT_PARSERS } from "hyparquet/src/convert.js";
import { type Leaf, leavesOf } from "@/lib/formats/parquet/check-pages";
import { LeafColumn } from "@/lib/formats/parquet/leaf-column";
import { type ParquetFile, type ParquetGroup, withoutFault } from "@/lib/formats/parquet/open-parquet";

/** The columns of some rows in the file's order, each with a value a row. */
export type RowColumns = ArrayLike<unknown>[];

/** So many rows at most are put together at once: more of them cost memory and nothing else. */
const MOST_ROWS = 8192;
const MOST_VALUES = 1 << 26;

/** Rows of a group that were decoded, or why the rest of them is not: `rows` of them from `from` on (0-based). */
export type ReadRows = { from: number; rows: number } & ({ columns: RowColumns } | { damage: string });

/**
 * Decodes the rows `from` to `to` (exclusive) of a row group, in the file's order and some at a time: a page of each column is
 * in memory, with the group's bytes as they lie. What cannot be decoded is told once, for all rows from there on.
 * Errors of the file's bytes pass through.
 */
export async function* readRows(
  file: ParquetFile,
  group: ParquetGroup,
  from = 0,
  to = group.rows,
): AsyncGenerator<ReadRows, void> {
  if (group.refused !== null) {
    yield { from, rows: to - from, damage: group.refused };
    return;
  }
  if (from >= to) return;
  const schema = parquetSchema(file.metadata);
  const room = { values: MOST_VALUES };
  const opened = await withoutFault(file.bytes, async (bytes) => {
    const leaves: { path: readonly string[]; column: LeafColumn }[] = [];
    for (const [index, leaf] of leavesOf(schema).entries()) {
      const column = group.place.columns[index]?.meta_data;
      if (!column) throw new Error("a column without a description");
      const chunk = await readChunk(bytes, column, leaf);
      leaves.push({ path: column.path_in_schema, column: new LeafColumn(chunk, { column, leaf, schema, room }) });
    }
    return leaves;
  });
  if ("damage" in opened) {
    yield { from, rows: to - from, damage: opened.damage };
    return;
  }
  for (let at = from; at < to; ) {
    let read: ReadRows;
    try {
      if (at === from) for (const { column } of opened) column.pass(from);
      const rows = opened.reduce((least, { column }) => Math.min(least, column.ready()), Math.min(to - at, MOST_ROWS));
      const values = new Map(opened.map(({ path, column }) => [path.join("."), column.take(rows)]));
      read = { from: at, rows, columns: schema.children.map((child) => assemble(values, child, rows)) };
    } catch (error) {
      read = { from: at, rows: to - at, damage: error instanceof Error ? error.message : String(error) };
    }
    at += read.rows;
    yield read;
  }
}

type Schema = ReturnType<typeof parquetSchema>;

async function readChunk(bytes: ParquetFile["bytes"], column: ColumnMetaData, leaf: Leaf): Promise<Uint8Array> {
  const start = Number(column.dictionary_page_offset || column.data_page_offset);
  const length = Number(column.total_compressed_size);
  const chunk = new Uint8Array(await bytes.slice(start, start + length));
  if (chunk.length < length) throw new Error(`column ${leaf.path.replaceAll("\0", ".")} lies outside the file`);
  return chunk;
}

/** The values of a column of the table: those of its only leaf, or put together out of several. */
function assemble(
  values: Map<string, ReturnType<LeafColumn["take"]>>,
  child: Schema["children"][number],
  rows: number,
): ArrayLike<unknown> {
  const { name } = child.element;
  if (child.children.length > 0) assembleNested(values, child, DEFAULT_PARSERS);
  const column = values.get(name);
  if (column?.length !== rows) throw new Error(`column ${name} has ${column?.length ?? 0} values for ${rows} rows`);
  return column;
}
