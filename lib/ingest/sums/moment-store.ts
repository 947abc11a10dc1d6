import { MOMENT_BYTES, writeMoment } from "@/lib/ingest/sums/moments";

/** Moments of a group are written in pieces of so many, so that a row is of a size that any memory has. */
const PIECE = 4096;

/** Moments of many groups, as they come: in columns of fixed length, put in order by group when they are written. */
export class MomentStore {
  readonly #most: number;
  #length = 0;
  #groups: Int32Array;
  #start: Uint32Array;
  #seconds: Uint16Array;
  #nearPort: Uint16Array;
  #bytes: Float64Array;
  #begins: Uint8Array;

  constructor(most: number) {
    this.#most = most;
    const room = Math.min(most, PIECE);
    this.#groups = new Int32Array(room);
    this.#start = new Uint32Array(room);
    this.#seconds = new Uint16Array(room);
    this.#nearPort = new Uint16Array(room);
    this.#bytes = new Float64Array(room);
    this.#begins = new Uint8Array(room);
  }

  get isFull(): boolean {
    return this.#length >= this.#most;
  }

  add(group: number, startSeconds: number, seconds: number, nearPort: number, bytes: number, begins: number): void {
    if (this.#length === this.#groups.length) this.#grow();
    const at = this.#length++;
    this.#groups[at] = group;
    this.#start[at] = startSeconds;
    this.#seconds[at] = Math.min(65_535, Math.max(0, seconds));
    this.#nearPort[at] = nearPort;
    this.#bytes[at] = bytes;
    this.#begins[at] = begins;
  }

  /** Hands over all moments, those of a group after each other, in pieces, and forgets them. @param groups more than any group */
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
    const places = new Int32Array(groups + 1);
    for (let at = 0; at < this.#length; at++) {
      const next = (this.#groups[at] as number) + 1;
      places[next] = (places[next] as number) + 1;
    }
    for (let group = 1; group <= groups; group++)
      places[group] = (places[group] as number) + (places[group - 1] as number);
    const order = new Int32Array(this.#length);
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

  #grow(): void {
    const room = Math.min(this.#most, this.#groups.length * 4);
    const longer = <Kept extends { set(from: Kept): void }>(to: Kept, from: Kept): Kept => {
      to.set(from);
      return to;
    };
    this.#groups = longer(new Int32Array(room), this.#groups);
    this.#start = longer(new Uint32Array(room), this.#start);
    this.#seconds = longer(new Uint16Array(room), this.#seconds);
    this.#nearPort = longer(new Uint16Array(room), this.#nearPort);
    this.#bytes = longer(new Float64Array(room), this.#bytes);
    this.#begins = longer(new Uint8Array(room), this.#begins);
  }
}
