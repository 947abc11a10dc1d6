import { MOMENT_BYTES, writeMoment } from "@/lib/ingest/sums/moments";

/** Moments of a group are written in pieces of so many, so that a row is of a size that any memory has. */
const PIECE = 4096;

/**
 * Moments of many groups, as they come: in columns of fixed length, put in order by group when they are written. All room is asked for
 * at once, as by GroupTable.
 */
export class MomentStore {
  readonly #most: number;
  #length = 0;
  readonly #groups: Int32Array;
  readonly #start: Uint32Array;
  readonly #seconds: Uint16Array;
  readonly #nearPort: Uint16Array;
  readonly #bytes: Float64Array;
  readonly #begins: Uint8Array;
  /** Indexes of all moments in order of their groups, and how far each group is filled while they are put into it. */
  readonly #order: Int32Array;
  readonly #places: Int32Array;

  /** @param groups more than any group's number */
  constructor(most: number, groups: number) {
    this.#most = most;
    this.#groups = new Int32Array(most);
    this.#start = new Uint32Array(most);
    this.#seconds = new Uint16Array(most);
    this.#nearPort = new Uint16Array(most);
    this.#bytes = new Float64Array(most);
    this.#begins = new Uint8Array(most);
    this.#order = new Int32Array(most);
    this.#places = new Int32Array(groups + 1);
  }

  get isFull(): boolean {
    return this.#length >= this.#most;
  }

  add(group: number, startSeconds: number, seconds: number, nearPort: number, bytes: number, begins: number): void {
    const at = this.#length++;
    this.#groups[at] = group;
    this.#start[at] = startSeconds;
    this.#seconds[at] = Math.min(65_535, Math.max(0, seconds));
    this.#nearPort[at] = nearPort;
    this.#bytes[at] = bytes;
    this.#begins[at] = begins;
  }

  /** Hands over all moments, those of a group after each other, in pieces, and forgets them. @param groups how many there are by now */
  drain(
    groups: number,
    write: (group: number, bytes: number, fill: (view: DataView, at: number) => void) => void,
  ): void {
    const order = this.#byGroup(groups);
    for (let from = 0; from < order.length; ) {
      const group = this.#groups[order[from] as number] as number;
      let to = from + 1;
      while (to < order.length && to - from < PIECE && this.#groups[order[to] as number] === group) to++;
      const begin = from;
      write(group, (to - from) * MOMENT_BYTES, (view, at) => {
        for (let index = begin; index < to; index++)
          this.#put(view, at + (index - begin) * MOMENT_BYTES, order[index] as number);
      });
      from = to;
    }
    this.#length = 0;
  }

  /** Indexes of all moments in order of their groups, by counting them. */
  #byGroup(groups: number): Int32Array {
    const places = this.#places.fill(0, 0, groups + 1);
    for (let at = 0; at < this.#length; at++) {
      const next = (this.#groups[at] as number) + 1;
      places[next] = (places[next] as number) + 1;
    }
    for (let group = 1; group <= groups; group++)
      places[group] = (places[group] as number) + (places[group - 1] as number);
    const order = this.#order.subarray(0, this.#length);
    for (let at = 0; at < this.#length; at++) {
      const group = this.#groups[at] as number;
      const place = places[group] as number;
      order[place] = at;
      places[group] = place + 1;
    }
    return order;
  }

  #put(view: DataView, at: number, index: number): void {
    writeMoment(
      view,
      at,
      this.#start[index] as number,
      this.#seconds[index] as number,
      this.#nearPort[index] as number,
      this.#bytes[index] as number,
      this.#begins[index] as number,
    );
  }
}
