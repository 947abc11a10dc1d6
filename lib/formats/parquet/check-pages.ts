import type { ColumnMetaData, SchemaElement, SchemaTree } from "hyparquet";
import { bitsFor, checkRuns } from "@/lib/formats/parquet/check-runs";
import { PAGE_CODECS } from "@/lib/formats/parquet/page-codecs";
import { type PageHeader, readPageHeader } from "@/lib/formats/parquet/page-header";

/** A value of a dictionary takes a bit at least. */
const VALUES_A_BYTE = 8;
/** Encodings whose values are numbers of a dictionary. */
const DICTIONARY_ENCODINGS = [2, 8];

/** A column that holds values: the names that lead to it, and how deep its levels go. */
export interface Leaf {
  path: string;
  repetition: number;
  definition: number;
}

/** The columns that hold values, in the file's order. */
export function leavesOf(tree: SchemaTree, above: SchemaElement[] = []): Leaf[] {
  const elements = tree.path.length === 0 ? [] : [...above, tree.element];
  if (tree.children.length > 0) return tree.children.flatMap((child) => leavesOf(child, elements));
  return [
    {
      path: tree.path.join("\0"),
      repetition: elements.filter(({ repetition_type }) => repetition_type === "REPEATED").length,
      definition: elements.filter(({ repetition_type }) => repetition_type !== "REQUIRED").length,
    },
  ];
}

/**
 * The header of the next page of a column chunk and what the page holds, looked through before it is decoded: how many values
 * it says it holds decides how much memory is asked for, and that must agree with the footer, which leaves `left` of them.
 * One that `isPassed` is not looked into. Throws an Error that says what is wrong with it.
 */
export function checkPage(
  chunk: Uint8Array,
  at: number,
  {
    column,
    leaf,
    left,
    isPassed,
  }: { column: ColumnMetaData; leaf: Leaf; left: number; isPassed: (page: PageHeader) => boolean },
): { page: PageHeader; end: number; passed: boolean } {
  const name = column.path_in_schema.join(".");
  const page = readPageHeader(chunk, at);
  const from = at + page.length;
  const end = from + page.compressedBytes;
  const sound = page.compressedBytes >= 0 && page.uncompressedBytes >= 0 && page.values >= 0 && end <= chunk.length;
  if (!sound) throw new Error(`column ${name} has a page of no right size`);
  if (page.kind === "dictionary") {
    if (page.values > page.uncompressedBytes * VALUES_A_BYTE)
      throw new Error(`column ${name} has a dictionary larger than its page`);
    return { page, end, passed: false };
  }
  if (page.values > left) throw new Error(`column ${name} has more values than it should have`);
  const passed = isPassed(page);
  if (!passed) checkLevels(chunk.subarray(from, end), page, column, leaf);
  return { page, end, passed };
}

function inflate(bytes: Uint8Array, length: number, column: ColumnMetaData): Uint8Array {
  if (column.codec === "UNCOMPRESSED") return bytes;
  const codec = PAGE_CODECS[column.codec];
  if (!codec) throw new Error(`compressed by ${column.codec}: not read`);
  return codec(bytes, length);
}

/** The levels and the numbers of a dictionary are written as runs. */
function checkLevels(content: Uint8Array, page: PageHeader, column: ColumnMetaData, leaf: Leaf): void {
  if (page.kind === "data-v2") checkSecondVersion(content, page, column, leaf);
  else if (page.kind === "data") {
    const bytes = inflate(content, page.uncompressedBytes, column);
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    let at = 0;
    for (const most of [leaf.repetition, leaf.definition]) {
      if (most === 0) continue;
      const end = at + 4 + view.getUint32(at, true);
      checkRuns(bytes, at + 4, Math.min(end, bytes.length), bitsFor(most), page.values);
      at = end;
    }
    checkNumbers(bytes, at, page, page.values);
  }
}

function checkSecondVersion(content: Uint8Array, page: PageHeader, column: ColumnMetaData, leaf: Leaf): void {
  const [repetitionEnd, levelsEnd] = [page.repetitionBytes, page.repetitionBytes + page.definitionBytes];
  if (!(repetitionEnd >= 0 && levelsEnd >= repetitionEnd && levelsEnd <= content.length))
    throw new Error("a page whose levels are larger than itself");
  if (!(page.nulls >= 0 && page.nulls <= page.values)) throw new Error("a page of more nulls than values");
  if (leaf.repetition > 0) checkRuns(content, 0, repetitionEnd, bitsFor(leaf.repetition), page.values);
  if (leaf.definition > 0 && page.definitionBytes > 0)
    checkRuns(content, repetitionEnd, levelsEnd, bitsFor(leaf.definition), page.values);
  const rest = content.subarray(levelsEnd);
  const bytes = page.compressed ? inflate(rest, page.uncompressedBytes - levelsEnd, column) : rest;
  checkNumbers(bytes, 0, page, page.values - page.nulls);
}

function checkNumbers(bytes: Uint8Array, at: number, page: PageHeader, most: number): void {
  if (!DICTIONARY_ENCODINGS.includes(page.encoding)) return;
  const width = bytes[at] ?? 0;
  if (width > 32) throw new Error(`numbers of ${width} bits`);
  if (width > 0) checkRuns(bytes, at + 1, bytes.length, width, most);
}
