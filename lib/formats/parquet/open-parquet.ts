import { type FileMetaData, parquetMetadataAsync, parquetSchema, type RowGroup } from "hyparquet";
import { leavesOf } from "@/lib/formats/parquet/check-pages";
import type { RandomBytes } from "@/lib/formats/parquet/random-bytes";

/** The bytes of a row group are kept while its pages are decoded: AWS writes 128 MiB at most. */
const LARGEST_GROUP = 1 << 28;
const MOST_ROWS_A_GROUP = 1 << 26;
const LARGEST_FOOTER = 1 << 26;
/** Rows have numbers of four bytes in the tables. */
const MOST_ROWS = 2_000_000_000;

export interface ParquetGroup {
  place: RowGroup;
  /** Rows of the file before it. */
  from: number;
  rows: number;
  /** Why it is not read; null where it may be. */
  refused: string | null;
}

export interface ParquetFile {
  bytes: RandomBytes;
  metadata: FileMetaData;
  columns: { name: string; nested: boolean }[];
  groups: ParquetGroup[];
}

/** What of an error is the file's own fault; an error of whoever reads the bytes passes through. */
export async function withoutFault<T>(
  bytes: RandomBytes,
  work: (watched: RandomBytes) => Promise<T>,
): Promise<T | { damage: string }> {
  let fault: { error: unknown } | null = null;
  const watched: RandomBytes = {
    byteLength: bytes.byteLength,
    async slice(start, end = bytes.byteLength) {
      if (!(end - start <= LARGEST_GROUP)) throw new Error(`a column of ${end - start} bytes`);
      try {
        return await bytes.slice(start, end);
      } catch (error) {
        fault = { error };
        throw error;
      }
    },
  };
  try {
    return await work(watched);
  } catch (error) {
    // The compiler does not see that `slice` may have set it.
    const caught = fault as { error: unknown } | null;
    if (caught !== null) throw caught.error;
    return { damage: error instanceof Error ? error.message : String(error) };
  }
}

/**
 * Reads the footer of a Parquet file. Returns a text that says why it cannot be read; errors of `bytes` pass through.
 * Source: Apache Parquet, "File format".
 */
export async function openParquet(bytes: RandomBytes): Promise<ParquetFile | string> {
  const opened = await withoutFault(bytes, async (watched) => {
    if (bytes.byteLength < 12) throw new Error("too short");
    const end = new DataView(await watched.slice(bytes.byteLength - 8, bytes.byteLength));
    if (end.getUint32(4, true) !== 0x31524150) throw new Error("it is truncated, its footer is missing");
    if (end.getUint32(0, true) > LARGEST_FOOTER) throw new Error("its footer is too large");
    const metadata = await parquetMetadataAsync(watched, { geoparquet: false });
    const schema = parquetSchema(metadata);
    if (leavesOf(schema).some(({ path }) => path === "")) throw new Error("a column without a name");
    const columns = schema.children.map((child) => ({
      name: child.element.name,
      nested: child.children.length > 0,
    }));
    return { bytes, metadata, columns, groups: listGroups(metadata) };
  });
  return "damage" in opened ? `Parquet file that cannot be read: ${opened.damage}` : opened;
}

function listGroups(metadata: FileMetaData): ParquetGroup[] {
  const leaves = leavesOf(parquetSchema(metadata)).map(({ path }) => path);
  const groups: ParquetGroup[] = [];
  let from = 0;
  for (const group of metadata.row_groups) {
    const rows = Number(group.num_rows);
    if (!Number.isInteger(rows) || rows < 0 || from + rows > MOST_ROWS) throw new Error(`a row group of ${rows} rows`);
    groups.push({ place: group, from, rows, refused: refusalOf(group, rows, leaves) });
    from += rows;
  }
  return groups;
}

function refusalOf(group: RowGroup, rows: number, leaves: readonly string[]): string | null {
  let size = 0;
  // Decoding takes each column of the schema once, in its order.
  const paths = group.columns.map((column) => column.meta_data?.path_in_schema.join("\0"));
  if (paths.length !== leaves.length || paths.some((path, at) => path !== leaves[at]))
    return "its columns are not those of the file";
  for (const { meta_data: column } of group.columns) {
    if (!column) return "a column without a description";
    size += Math.max(Number(column.total_uncompressed_size), Number(column.total_compressed_size));
  }
  if (!(size <= LARGEST_GROUP)) return `a row group of ${size} bytes: too large to read`;
  return rows > MOST_ROWS_A_GROUP ? `a row group of ${rows} rows: too large to read` : null;
}
