const KEY = 4;
/** A record whose first group fitted may name so many more: its addresses. */
const BEYOND = 4;

/**
 * Groups by four whole numbers of 32 bits, each with as many sums: an open-addressed table in typed arrays, which takes a tenth
 * of the time and memory of a Map of objects. All of its room is asked for at once: the system gives memory only as it is written to,
 * and tables that are outgrown would wait for the garbage collector beside those in use.
 */
export class GroupTable {
  readonly #values: number;
  readonly #most: number;
  readonly #keys: Int32Array;
  readonly #sums: Float64Array;
  /** Index of a group + 1; 0 where nothing is. */
  readonly #slots: Int32Array;
  #count = 0;

  /** @param values sums of each group @param most groups after which it is full; few more may be added then */
  constructor(values: number, most: number) {
    const room = most + BEYOND;
    this.#values = values;
    this.#most = most;
    this.#keys = new Int32Array(room * KEY);
    this.#sums = new Float64Array(room * values);
    this.#slots = new Int32Array(slotsFor(room));
  }

  get count(): number {
    return this.#count;
  }

  /** More than the number of any group. */
  get room(): number {
    return this.#keys.length / KEY;
  }

  get isFull(): boolean {
    return this.#count >= this.#most;
  }

  /** The sums of all groups, those of a group from its number times the sums of each. */
  get sums(): Float64Array {
    return this.#sums;
  }

  /** Number of the group, made with sums of 0 if it was not there. */
  find(a: number, b: number, c: number, d: number): number {
    const mask = this.#slots.length - 1;
    let slot = hash(a, b, c, d) & mask;
    for (let held = this.#slots[slot] as number; held !== 0; held = this.#slots[slot] as number) {
      const at = (held - 1) * KEY;
      const keys = this.#keys;
      if (keys[at] === a && keys[at + 1] === b && keys[at + 2] === c && keys[at + 3] === d) return held - 1;
      slot = (slot + 1) & mask;
    }
    return this.#add(slot, a, b, c, d);
  }

  /** One of a group's four numbers. */
  key(group: number, which: 0 | 1 | 2 | 3): number {
    return this.#keys[group * KEY + which] as number;
  }

  clear(): void {
    this.#slots.fill(0);
    this.#sums.fill(0, 0, this.#count * this.#values);
    this.#count = 0;
  }

  #add(slot: number, a: number, b: number, c: number, d: number): number {
    const group = this.#count++;
    const at = group * KEY;
    this.#keys[at] = a;
    this.#keys[at + 1] = b;
    this.#keys[at + 2] = c;
    this.#keys[at + 3] = d;
    this.#slots[slot] = group + 1;
    return group;
  }
}

/** Twice as many as there are groups, or more: a power of two. */
function slotsFor(groups: number): number {
  return 2 ** Math.ceil(Math.log2(groups * 2));
}

/** Each number by an odd constant of its own, then the finish of MurmurHash3 (Appleby, public domain). */
function hash(a: number, b: number, c: number, d: number): number {
  let mixed = Math.imul(a, 0x9e3779b1) ^ Math.imul(b, 0x85ebca6b) ^ Math.imul(c, 0xc2b2ae35) ^ Math.imul(d, 0x27d4eb2f);
  mixed = Math.imul(mixed ^ (mixed >>> 16), 0x85ebca6b);
  mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2ae35);
  return mixed ^ (mixed >>> 16);
}
