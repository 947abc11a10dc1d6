import { parquetSchema } from "hyparquet";
import { describe, expect, it } from "vitest";
import { leavesOf } from "@/lib/formats/parquet/check-pages";
import { LeafColumn } from "@/lib/formats/parquet/leaf-column";
import { openParquet } from "@/lib/formats/parquet/open-parquet";
import { bytesOf, makeParquet } from "@/lib/formats/parquet/test-parquet";

const ROWS = 2048;
const QUERY = `SELECT i::INTEGER AS number, 'n' || (i % 7) AS name, {'inner': CASE WHEN i % 3 = 0 THEN NULL ELSE i END} AS part,
  CASE WHEN i % 4 = 0 THEN [] ELSE [i, i + 1] END AS list FROM range(${3 * ROWS}) t(i)`;

/** A column whose chunk has the pages of three row groups: writers that cut pages small have many in one. */
async function column(name: string, damaged: readonly number[] = [], values = 1 << 20) {
  const content = await makeParquet(QUERY, `CODEC 'gzip', ROW_GROUP_SIZE ${ROWS}`);
  const file = await openParquet(bytesOf(content));
  if (typeof file === "string") throw new Error(file);
  const schema = parquetSchema(file.metadata);
  const at = leavesOf(schema).findIndex(({ path }) => path.split("\0")[0] === name);
  const leaf = leavesOf(schema)[at];
  const metas = file.groups.map(({ place }) => place.columns[at]?.meta_data);
  const chunks = metas.map((meta, index) => {
    const start = Number(meta?.dictionary_page_offset || meta?.data_page_offset);
    const chunk = Buffer.from(content.slice(start, start + Number(meta?.total_compressed_size)));
    if (damaged.includes(index)) chunk.fill(0xff, chunk.length - 20);
    return chunk;
  });
  const [meta] = metas;
  if (!meta || !leaf) throw new Error("no such column");
  const all = metas.reduce((sum, one) => sum + (one?.num_values ?? 0n), 0n);
  const room = { values };
  return new LeafColumn(new Uint8Array(Buffer.concat(chunks)), {
    ...{ column: { ...meta, num_values: all }, leaf, schema, room },
  });
}

function rest(leaf: LeafColumn, rows: number): unknown[] {
  const found: unknown[] = [];
  while (found.length < rows) found.push(...leaf.take(Math.min(leaf.ready(), rows - found.length)));
  return found;
}

const ALL = Array.from({ length: 3 * ROWS }, (_, i) => i);
const LISTS = ALL.map((i) => (i % 4 === 0 ? [] : [BigInt(i), BigInt(i + 1)]));

describe("a column of many pages", () => {
  it.each(["number", "name"])("gives every row of %s once, in order", async (name) => {
    const expected = name === "number" ? ALL : ALL.map((i) => `n${i % 7}`);
    expect(rest(await column(name), ALL.length)).toEqual(expected);
  });

  it.each([1, ROWS - 1, ROWS, ROWS + 1, 2 * ROWS, 3 * ROWS - 1])(
    "begins after %i rows that are passed",
    async (rows) => {
      for (const [name, expected] of [
        ["number", ALL],
        ["name", ALL.map((i) => `n${i % 7}`)],
      ] as const) {
        const leaf = await column(name);
        leaf.pass(rows);
        expect(rest(leaf, ALL.length - rows)).toEqual(expected.slice(rows));
      }
      const lists = await column("list");
      lists.pass(rows);
      const flat = rest(lists, ALL.length - rows).map((row) => [row].flat(9));
      expect(flat).toEqual(LISTS.slice(rows));
    },
  );

  it("does not look into pages that are passed", async () => {
    const leaf = await column("number", [0, 1]);
    leaf.pass(2 * ROWS + 5);
    expect(rest(leaf, 1)).toEqual([2 * ROWS + 5]);
    const broken = await column("number", [0, 1]);
    broken.pass(ROWS);
    expect(() => broken.ready()).toThrow();
  });

  it("says where it has fewer values than rows, or more at once than there is room for", async () => {
    const leaf = await column("number");
    leaf.pass(3 * ROWS);
    expect(() => leaf.ready()).toThrow("column number has fewer values than rows");
    const narrow = await column("number", [], ROWS - 1);
    expect(() => narrow.ready()).toThrow("its pages are too large to be read together");
    const wide = await column("number", [], ROWS);
    expect(rest(wide, ALL.length)).toEqual(ALL);
  });
});
