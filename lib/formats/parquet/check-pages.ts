import type { ColumnMetaData, RowGroup, SchemaTree } from "hyparquet";
import { readPageHeader } from "@/lib/formats/parquet/page-header";
import type { RandomBytes } from "@/lib/formats/parquet/random-bytes";

/** A value of a dictionary takes a bit at least. */
const VALUES_A_BYTE = 8;

/** The columns that hold values, each by the names that lead to it. */
export function leavesOf(tree: SchemaTree): string[] {
  return tree.children.length === 0 ? [tree.path.join("\0")] : tree.children.flatMap(leavesOf);
}

/**
 * Looks through the pages of a row group before they are decoded: how many values they say they hold decides how much
 * memory is asked for, and that must agree with the footer. Throws an Error that says what does not.
 */
export async function checkPages(bytes: RandomBytes, group: RowGroup): Promise<void> {
  for (const { meta_data: column } of group.columns) {
    if (!column) throw new Error("a column without a description");
    await checkColumn(bytes, column);
  }
}

async function checkColumn(bytes: RandomBytes, column: ColumnMetaData): Promise<void> {
  const name = column.path_in_schema.join(".");
  const start = Number(column.dictionary_page_offset || column.data_page_offset);
  const length = Number(column.total_compressed_size);
  const chunk = new Uint8Array(await bytes.slice(start, start + length));
  if (chunk.length < length) throw new Error(`column ${name} lies outside the file`);
  const expected = Number(column.num_values);
  let values = 0;
  for (let at = 0; at < length && values < expected; ) {
    const page = readPageHeader(chunk, at);
    at += page.length + page.compressedBytes;
    const sound = page.compressedBytes >= 0 && page.uncompressedBytes >= 0 && page.values >= 0 && at <= length;
    if (!sound) throw new Error(`column ${name} has a page of no right size`);
    if (!page.dictionary) values += page.values;
    else if (page.values > page.uncompressedBytes * VALUES_A_BYTE)
      throw new Error(`column ${name} has a dictionary larger than its page`);
  }
  if (values !== expected) throw new Error(`column ${name} has ${values} values and should have ${expected}`);
}
