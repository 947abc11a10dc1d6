import { parquetRead } from "hyparquet";
import { checkPages } from "@/lib/formats/parquet/check-pages";
import { type ParquetFile, type ParquetGroup, withoutFault } from "@/lib/formats/parquet/open-parquet";
import { PAGE_CODECS } from "@/lib/formats/parquet/page-codecs";

/** The columns of a row group in the file's order, each with a value a row. */
export type RowColumns = ArrayLike<unknown>[];

/** Decodes one row group. Says why it cannot; errors of the file's bytes pass through. */
export async function readRowGroup(file: ParquetFile, group: ParquetGroup): Promise<RowColumns | { damage: string }> {
  if (group.refused !== null) return { damage: group.refused };
  if (group.rows === 0) return file.columns.map(() => []);
  return withoutFault(file.bytes, async (bytes) => {
    await checkPages(bytes, group.place, file.metadata);
    const pieces = new Map<string, ArrayLike<unknown>[]>(file.columns.map(({ name }) => [name, []]));
    await parquetRead({
      ...{ file: bytes, metadata: file.metadata, compressors: PAGE_CODECS, geoparquet: false },
      ...{ rowStart: group.from, rowEnd: group.from + group.rows },
      onChunk: ({ columnName, columnData }) => pieces.get(columnName)?.push(columnData),
    });
    return file.columns.map(({ name }) => {
      const column = join(pieces.get(name) ?? []);
      if (column.length !== group.rows)
        throw new Error(`column ${name} has ${column.length} values for ${group.rows} rows`);
      return column;
    });
  });
}

function join(pieces: ArrayLike<unknown>[]): ArrayLike<unknown> {
  const [first] = pieces;
  if (first !== undefined && pieces.length === 1) return first;
  const joined = new Array<unknown>(pieces.reduce((sum, piece) => sum + piece.length, 0));
  let at = 0;
  for (const piece of pieces) {
    for (let index = 0; index < piece.length; index += 1) {
      joined[at] = piece[index];
      at += 1;
    }
  }
  return joined;
}
