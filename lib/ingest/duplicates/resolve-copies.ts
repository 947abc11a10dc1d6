import { createHash } from "node:crypto";
import { compareText } from "@/lib/core/compare-text";

/** One of several records that are equal in what all formats share. */
export interface Copy {
  sha256: string;
  record: number;
  /** The further fields it carries, by name. A field it does not carry is not here. */
  fields: Readonly<Record<string, string>>;
}

export interface Resolution<T extends Copy> {
  /** The copy that counts. */
  kept: T;
  duplicates: T[];
  /** Fields that the kept copy lacks, each with its value from a duplicate. */
  filled: Record<string, string>;
}

/** Fewer resolutions are looked at one by one sooner than they are put into a table. */
const LEAST_IN_TABLE = 16;
/** A look at all resolutions with the same names takes as long as a look at so many resolutions one by one. */
const LOOK_AT_ALIKE = 32;

/**
 * Decides which of several copies count: two that differ in a field that both carry are two records, others are one.
 * The most complete copy stands, then the one of the lowest hash of its file, then the lowest number: the answer does
 * not depend on the order they come in. (Counting rules 3 and 13.) There may be as many as there are records, where somebody blackened
 * what tells them apart.
 */
export function resolveCopies<T extends Copy>(copies: readonly T[]): Resolution<T>[] {
  const resolutions: { resolution: Resolution<T>; fields: Map<string, string> }[] = [];
  let table: ResolutionTable | null = null;
  for (const copy of [...copies].sort(byPrecedence)) {
    const fields = Object.entries(copy.fields);
    if (table === null && resolutions.length >= LEAST_IN_TABLE) {
      table = new ResolutionTable();
      for (const [at, { fields: known }] of resolutions.entries()) table.add(at, known);
    }
    const place =
      table !== null && table.sets * LOOK_AT_ALIKE < resolutions.length
        ? table.find(fields)
        : resolutions.findIndex(({ fields: known }) =>
            fields.every(([name, value]) => (known.get(name) ?? value) === value),
          );
    const same = resolutions[place];
    if (!same) {
      const known = new Map(fields);
      table?.add(resolutions.length, known);
      resolutions.push({ resolution: { kept: copy, duplicates: [], filled: {} }, fields: known });
      continue;
    }
    same.resolution.duplicates.push(copy);
    const more = fields.filter(([name]) => !same.fields.has(name));
    if (more.length === 0) continue;
    table?.remove(place, same.fields);
    for (const [name, value] of more) {
      same.fields.set(name, value);
      same.resolution.filled[name] = value;
    }
    table?.add(place, same.fields);
  }
  return resolutions.map(({ resolution }) => resolution);
}

/** Resolutions that carry fields of the same names. A resolution comes once at most: what it is filled with are further names. */
interface Alike {
  names: ReadonlySet<string>;
  members: Map<number, ReadonlyMap<string, string>>;
  /** For each choice of these names that was asked for. */
  tables: Map<string, PlaceTable>;
}

/** Places by values of some fields, in ascending order; those that are no members any more stay until they are met. */
interface PlaceTable {
  names: readonly string[];
  places: Map<string, { inOrder: number[]; from: number }>;
}

/** Finds the first resolution that no field of a copy contradicts without looking at each: there are few sets of names. */
class ResolutionTable {
  readonly #alike = new Map<string, Alike>();

  /** How many sets of names there are, each of which is looked at to find one. */
  get sets(): number {
    return this.#alike.size;
  }

  add(place: number, fields: ReadonlyMap<string, string>): void {
    const names = [...fields.keys()].sort(compareText);
    const key = keyOf(names);
    const alike = this.#alike.get(key) ?? { names: new Set(names), members: new Map(), tables: new Map() };
    this.#alike.set(key, alike);
    alike.members.set(place, fields);
    for (const table of alike.tables.values()) put(table, place, fields);
  }

  /** @param fields as it was added with */
  remove(place: number, fields: ReadonlyMap<string, string>): void {
    this.#alike.get(keyOf([...fields.keys()].sort(compareText)))?.members.delete(place);
  }

  /** The lowest place of those that agree wherever both say something; -1 for none. */
  find(fields: readonly (readonly [string, string])[]): number {
    const said = new Map(fields);
    const own = [...said.keys()].sort(compareText);
    let lowest = -1;
    for (const alike of this.#alike.values()) {
      const place = firstOf(alike, own, said);
      if (place !== -1 && (lowest === -1 || place < lowest)) lowest = place;
    }
    return lowest;
  }
}

function firstOf(alike: Alike, own: readonly string[], said: ReadonlyMap<string, string>): number {
  const names = own.filter((name) => alike.names.has(name));
  const found = tableOf(alike, names).places.get(valuesOf(names, said));
  while (found !== undefined && found.from < found.inOrder.length) {
    const place = found.inOrder[found.from] as number;
    if (alike.members.has(place)) return place;
    found.from++;
  }
  return -1;
}

function tableOf(alike: Alike, names: readonly string[]): PlaceTable {
  const key = keyOf(names);
  const known = alike.tables.get(key);
  if (known) return known;
  const table: PlaceTable = { names, places: new Map() };
  for (const [place, fields] of [...alike.members].sort(([a], [b]) => a - b)) put(table, place, fields);
  alike.tables.set(key, table);
  return table;
}

function put({ names, places }: PlaceTable, place: number, fields: ReadonlyMap<string, string>): void {
  const values = valuesOf(names, fields);
  const found = places.get(values) ?? { inOrder: [], from: 0 };
  places.set(values, found);
  // One that was filled later comes among those after it.
  let [low, high] = [found.from, found.inOrder.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((found.inOrder[middle] as number) < place) low = middle + 1;
    else high = middle;
  }
  found.inOrder.splice(low, 0, place);
}

const keyOf = (names: readonly string[]): string => JSON.stringify(names);

/** A hash: the values themselves would be as large as all records. */
function valuesOf(names: readonly string[], fields: ReadonlyMap<string, string>): string {
  return createHash("sha256")
    .update(JSON.stringify(names.map((name) => fields.get(name))))
    .digest("base64");
}

function byPrecedence(a: Copy, b: Copy): number {
  return (
    Object.keys(b.fields).length - Object.keys(a.fields).length ||
    compareText(a.sha256, b.sha256) ||
    a.record - b.record
  );
}
