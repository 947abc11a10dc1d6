import type { EvidenceKind } from "@/lib/core/records";
import type { CsvRecognition, RowReader } from "@/lib/formats/csv/csv-kind";
import { isObject, type JsonObject } from "@/lib/formats/json/json-value";
import type { ObjectReader } from "@/lib/formats/json/read-json";
import type { LogSink } from "@/lib/formats/log-sink";

export interface FieldRow {
  names: string[];
  cells: string[];
}

const MOST_FIELDS = 1000;
const DEEPEST = 16;
/** A path is written out for each member below it: a long name above many would grow beyond any memory. */
const LONGEST_PATH = 1000;
/** Rows of one file rarely differ in their fields; one that is made to is read all the same. */
const MOST_SHAPES = 64;
const LONGEST_SHAPE = 1 << 20;

/**
 * A row of a query's results as an API gives it: `[{"field":"srcAddr","value":"…"},…]` of Logs Insights, or
 * `[{"eventName":"…"},…]` of CloudTrail Lake. Null when it is neither.
 */
export function pairsRow(value: unknown): FieldRow | null {
  if (!Array.isArray(value) || value.length === 0) return null;
  const pairs = value.map((member): [string, unknown] | null => {
    if (!isObject(member)) return null;
    if (typeof member.field === "string") return [member.field, member.value];
    const [only, ...others] = Object.entries(member);
    return only && others.length === 0 ? only : null;
  });
  const known = pairs.filter((pair) => pair !== null);
  if (known.length !== value.length) return null;
  return { names: known.map(([name]) => name), cells: known.map(([, cell]) => cellOf(cell)) };
}

/**
 * A row of the console's JSON, or of any table written as objects: members of members become `a.b`. A member whose path is
 * longer than any column's name is left out.
 */
export function objectRow(value: JsonObject): FieldRow {
  const row: FieldRow = { names: [], cells: [] };
  addMembers(row, value, "", DEEPEST);
  return row;
}

function addMembers(row: FieldRow, value: object, prefix: string, depth: number): void {
  for (const [name, member] of Object.entries(value)) {
    if (row.names.length >= MOST_FIELDS) return;
    const path = `${prefix}${name}`;
    if (path.length > LONGEST_PATH) continue;
    // A message is the log's own text, which the console shows taken apart.
    const whole = path === "@message" || path === "message" || depth === 0;
    if (typeof member === "object" && member !== null && !whole) addMembers(row, member, `${path}.`, depth - 1);
    else {
      row.names.push(path);
      row.cells.push(cellOf(member));
    }
  }
}

function cellOf(value: unknown): string {
  if (value === null || value === undefined) return "";
  return typeof value === "string" ? value : JSON.stringify(value);
}

type TellRow = (names: readonly string[], cells: readonly string[]) => CsvRecognition | null;

/** Reads rows that name their fields each for itself: a field without a value may be left out of one. */
export class FieldRowReader implements ObjectReader {
  readonly #sink: LogSink;
  readonly #kind: EvidenceKind;
  readonly #recognise: TellRow;
  readonly #readers = new Map<string, RowReader | null>();

  constructor(sink: LogSink, kind: EvidenceKind, recognise: TellRow) {
    this.#sink = sink;
    this.#kind = kind;
    this.#recognise = recognise;
  }

  object(value: JsonObject, text: string): void {
    this.#take(objectRow(value), text);
  }

  row(value: unknown[], text: string): void {
    const row = pairsRow(value);
    if (row === null) this.#sink.reject("not a row of fields and values", text);
    else this.#take(row, text);
  }

  #take(row: FieldRow, text: string): void {
    const shape = JSON.stringify(row.names);
    let reader = this.#readers.get(shape);
    if (reader === undefined) {
      const found = this.#recognise(row.names, row.cells);
      reader = found !== null && found.kind === this.#kind ? found.open(this.#sink) : null;
      if (this.#readers.size >= MOST_SHAPES) this.#readers.clear();
      // A row without a message tells nothing of the next one of its shape.
      if (reader !== null && shape.length <= LONGEST_SHAPE) this.#readers.set(shape, reader);
    }
    if (reader === null) this.#sink.reject("fields of no such record", text);
    else reader.row(row.cells, text);
  }
}
