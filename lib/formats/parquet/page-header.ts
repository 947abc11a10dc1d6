/** What the header of a page says of its size. */
export interface PageHeader {
  /** Bytes of the header itself. */
  length: number;
  compressedBytes: number;
  uncompressedBytes: number;
  /** Values of the page, whatever its kind; 0 for one that holds none. */
  values: number;
  kind: "data" | "data-v2" | "dictionary" | "other";
  /** How the values are written, by Parquet's number. */
  encoding: number;
  /** Of data in the second version: values that are null, and the bytes of both kinds of levels before them. */
  nulls: number;
  definitionBytes: number;
  repetitionBytes: number;
  /** False where the second version's values are not compressed, whatever the column's codec. */
  compressed: boolean;
}

/** Types of the protocol. */
const FALSE = 2;
const I32 = 5;
const STRUCT = 12;
const DEEPEST = 16;
/** Fields of a header that hold another, by its kind: each names the values and their encoding. */
const KINDS: Record<number, PageHeader["kind"]> = { 5: "data", 7: "dictionary", 8: "data-v2" };

/** Numbers and fields of Thrift's compact protocol, as far as a page header uses it. Throws at the end of the bytes. */
class CompactReader {
  readonly #bytes: Uint8Array;
  at: number;

  constructor(bytes: Uint8Array, at: number) {
    this.#bytes = bytes;
    this.at = at;
  }

  byte(): number {
    const byte = this.#bytes[this.at];
    if (byte === undefined) throw new Error("a page header is cut off");
    this.at += 1;
    return byte;
  }

  unsigned(): number {
    let value = 0;
    for (let scale = 1; ; scale *= 128) {
      const byte = this.byte();
      value += (byte & 0x7f) * scale;
      if (byte < 0x80) return value;
      if (scale > 2 ** 63) throw new Error("a page header with a number that never ends");
    }
  }

  signed(): number {
    const value = this.unsigned();
    return value % 2 === 0 ? value / 2 : -(value + 1) / 2;
  }

  /** Gives each field of a struct to `take`, which returns false for one it does not read. */
  struct(take: (field: number, type: number) => boolean, depth = 0): void {
    let field = 0;
    for (let head = this.byte(); head !== 0; head = this.byte()) {
      field = head >> 4 === 0 ? this.signed() : field + (head >> 4);
      if (!take(field, head & 15)) this.#skip(head & 15, depth);
    }
  }

  #skip(type: number, depth: number): void {
    if (depth > DEEPEST) throw new Error("a page header that is too deep");
    if (type === 3) this.byte();
    else if (type >= 4 && type <= 6) this.unsigned();
    else if (type === 7) this.at += 8;
    else if (type === 8) this.at += this.unsigned();
    else if (type === 12) this.struct(() => false, depth + 1);
    else if (type !== 1 && type !== 2) throw new Error(`a page header with a field of type ${type}`);
  }
}

type Inner = "values" | "encoding" | "nulls" | "definitionBytes" | "repetitionBytes";
const FIELDS: Record<number, Inner> = { 1: "values", 2: "encoding" };
const FIELDS_V2: Record<number, Inner> = {
  ...{ 1: "values", 2: "nulls", 4: "encoding", 5: "definitionBytes", 6: "repetitionBytes" },
};

/** Reads the page header at a place of a column chunk. Throws an Error that says what is wrong with it. */
export function readPageHeader(bytes: Uint8Array, at: number): PageHeader {
  const reader = new CompactReader(bytes, at);
  const header: PageHeader = {
    ...{ length: 0, compressedBytes: -1, uncompressedBytes: -1, values: 0, kind: "other", encoding: -1 },
    ...{ nulls: 0, definitionBytes: 0, repetitionBytes: 0, compressed: true },
  };
  reader.struct((field, type) => {
    const kind = KINDS[field];
    if (field === 2 && type === I32) header.uncompressedBytes = reader.signed();
    else if (field === 3 && type === I32) header.compressedBytes = reader.signed();
    else if (kind && type === STRUCT) {
      header.kind = kind;
      const fields = kind === "data-v2" ? FIELDS_V2 : FIELDS;
      reader.struct((inner, innerType) => {
        const name = fields[inner];
        // Yes and no are types of their own in the protocol.
        if (kind === "data-v2" && inner === 7) header.compressed = innerType !== FALSE;
        if (name === undefined || innerType !== I32) return false;
        header[name] = reader.signed();
        return true;
      }, 1);
    } else return false;
    return true;
  });
  return { ...header, length: reader.at - at };
}
