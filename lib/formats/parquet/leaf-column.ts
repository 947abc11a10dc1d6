import type { ColumnMetaData, SchemaTree } from "hyparquet";
import { parquetHeader, readPage } from "hyparquet/src/column.js";
import { convert, DEFAULT_PARSERS } from "hyparquet/src/convert.js";
import { getTreePath } from "hyparquet/src/schema.js";
import { checkPage, type Leaf } from "@/lib/formats/parquet/check-pages";
import { PAGE_CODECS } from "@/lib/formats/parquet/page-codecs";

type Values = Exclude<ReturnType<typeof convert>, undefined>;

/** Values that the columns of a group may have decoded at once. */
export interface Room {
  values: number;
}

/** An empty page of what cannot continue: never written to. */
const NOTHING: Values = [];

/**
 * The values of one column of a row group, a page at a time. A column that repeats has lists for values, whose last one may go
 * on in the next page; in any other a page has as many rows as values, and those before the first wanted one are passed.
 */
export class LeafColumn {
  readonly #chunk: Uint8Array;
  readonly #column: ColumnMetaData;
  readonly #leaf: Leaf;
  readonly #room: Room;
  readonly #decoder: Parameters<typeof convert>[1];
  /** Where the next page begins. */
  #at = 0;
  #left: number;
  #dictionary: Values | undefined;
  /** Rows that are decoded, and how many of them were taken. */
  #rows: Values = NOTHING;
  #taken = 0;
  /** How much of the room its page takes. */
  #held = 0;

  /** `chunk` are all bytes of the column in the group. */
  constructor(
    chunk: Uint8Array,
    { column, leaf, schema, room }: { column: ColumnMetaData; leaf: Leaf; schema: SchemaTree; room: Room },
  ) {
    this.#room = room;
    const schemaPath = getTreePath(schema, column.path_in_schema);
    const element = schemaPath.at(-1)?.element ?? schema.element;
    this.#chunk = chunk;
    this.#column = column;
    this.#leaf = leaf;
    this.#left = Number(column.num_values);
    this.#decoder = {
      ...{ pathInSchema: column.path_in_schema, type: column.type, codec: column.codec, element, schemaPath },
      ...{ parsers: DEFAULT_PARSERS, compressors: PAGE_CODECS },
    };
  }

  /** Rows at hand, one at least. Throws an Error where the column has no more of them, or cannot be read. */
  ready(): number {
    for (;;) {
      const whole = this.#rows.length - this.#taken - (this.#leaf.repetition > 0 && this.#left > 0 ? 1 : 0);
      if (whole > 0) return whole;
      if (this.#left === 0 || this.#at >= this.#chunk.length)
        throw new Error(`column ${this.#column.path_in_schema.join(".")} has fewer values than rows`);
      this.#next(0);
    }
  }

  take(rows: number): Values {
    const from = this.#taken;
    this.#taken += rows;
    return this.#rows.slice(from, this.#taken);
  }

  /** Passes rows, without decoding pages of which none is wanted. */
  pass(rows: number): void {
    for (let ahead = rows; ahead > 0; ) {
      const hand = this.#rows.length - this.#taken;
      if (hand === 0 && this.#leaf.repetition === 0 && this.#left > 0) ahead -= this.#next(ahead);
      else {
        const passed = Math.min(ahead, this.ready());
        this.#taken += passed;
        ahead -= passed;
      }
    }
  }

  /** Decodes the next page, or passes it where all its rows are among those that nobody wants; says how many it passed. */
  #next(unwanted: number): number {
    const { page, end, passed } = checkPage(this.#chunk, this.#at, {
      ...{ column: this.#column, leaf: this.#leaf, left: this.#left },
      isPassed: ({ values }) => this.#leaf.repetition === 0 && values <= unwanted,
    });
    const { buffer, byteOffset, byteLength } = this.#chunk;
    const reader = { view: new DataView(buffer, byteOffset, byteLength), offset: this.#at };
    this.#at = end;
    if (page.kind === "dictionary") {
      const { data } = readPage(reader, parquetHeader(reader), this.#decoder, undefined, undefined, 0);
      if (data) this.#dictionary = convert(data, this.#decoder);
      return 0;
    }
    if (page.kind === "other") return 0;
    this.#left -= page.values;
    if (passed) return page.values;
    // A row that goes on over pages is in memory as a whole.
    const freed = this.#taken > 0 || this.#leaf.repetition === 0 ? this.#held : 0;
    this.#room.values += freed - page.values;
    this.#held += page.values - freed;
    if (this.#room.values < 0) throw new Error("its pages are too large to be read together");
    const before = this.#leaf.repetition > 0 ? this.#rows.slice(this.#taken) : undefined;
    const { data } = readPage(reader, parquetHeader(reader), this.#decoder, this.#dictionary, before, 0);
    this.#rows = data ?? NOTHING;
    this.#taken = 0;
    if (this.#leaf.repetition === 0 && this.#rows.length !== page.values)
      throw new Error(`column ${this.#column.path_in_schema.join(".")} has a page of ${this.#rows.length} rows`);
    return 0;
  }
}
