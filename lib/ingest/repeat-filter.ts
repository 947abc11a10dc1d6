const FIRST_SLOTS = 1 << 10;
/** 8 bytes a slot: 64 MiB at most. */
const MAX_SLOTS = 1 << 23;

/**
 * Tells whether two records of one file may be equal, from 64-bit fingerprints in bounded memory. It errs only towards
 * "yes" (a chance collision, or more records than fit), which costs a search of the file and no answer.
 */
export class RepeatFilter {
  /** Two numbers a slot, side by side: a look touches one line of the processor's cache. */
  #slots = new Int32Array(FIRST_SLOTS * 2);
  #low32 = 0;
  #high32 = 0;
  #used = 0;
  #repeats = false;

  get repeats(): boolean {
    return this.#repeats;
  }

  /** Forgets all records. */
  clear(): void {
    if (this.#slots.length !== FIRST_SLOTS * 2) this.#slots = new Int32Array(FIRST_SLOTS * 2);
    else if (this.#used > 0) this.#slots.fill(0);
    this.#used = 0;
    this.#repeats = false;
  }

  /** Adds the fingerprint of a record, made of nine numbers that equal records share. */
  add(a: number, b: number, c: number, d: number, e: number, f: number, g: number, h: number, i: number): void {
    if (this.#repeats) return;
    this.#low32 = 0x9e3779b9 | 0;
    this.#high32 = 0x85ebca6b | 0;
    this.#mix(a);
    this.#mix(b);
    this.#mix(c);
    this.#mix(d);
    this.#mix(e);
    this.#mix(f);
    this.#mix(g);
    this.#mix(h);
    this.#mix(i);
    const low = mix(this.#low32, 0x85ebca6b);
    let high = mix(this.#high32, 0xc2b2ae35);
    // Both zero marks a free slot.
    if (low === 0 && high === 0) high = 1;
    if (this.#used * 20 > this.#slots.length * 7 && !this.#grow()) {
      this.#giveUp();
      return;
    }
    if (this.#insert(low, high)) this.#used++;
    else this.#giveUp();
  }

  /** Two chains that share nothing but what goes in. */
  #mix(part: number): void {
    const lower = part | 0;
    let low = Math.imul(this.#low32 ^ lower, 0x85ebca6b);
    let high = Math.imul(this.#high32 ^ lower, 0xc2b2ae35);
    low = (low << 13) | (low >>> 19);
    high = (high << 17) | (high >>> 15);
    if (part > 0xffffffff || part < -0x80000000) {
      const upper = Math.floor(part / 4294967296) | 0;
      low = Math.imul(low ^ upper, 0x27d4eb2f);
      high = Math.imul(high ^ upper, 0x165667b1);
    }
    this.#low32 = low;
    this.#high32 = high;
  }

  #insert(low: number, high: number): boolean {
    const slots = this.#slots;
    const mask = slots.length - 1;
    for (let at = ((low ^ (high << 7)) << 1) & mask; ; at = (at + 2) & mask) {
      const there = slots[at];
      const beside = slots[at + 1];
      if (there === 0 && beside === 0) {
        slots[at] = low;
        slots[at + 1] = high;
        return true;
      }
      if (there === low && beside === high) return false;
    }
  }

  #grow(): boolean {
    const old = this.#slots;
    if (old.length >= MAX_SLOTS * 2) return false;
    this.#slots = new Int32Array(Math.min(old.length * 4, MAX_SLOTS * 2));
    for (let at = 0; at < old.length; at += 2) {
      const low = old[at] ?? 0;
      const high = old[at + 1] ?? 0;
      if (low !== 0 || high !== 0) this.#insert(low, high);
    }
    return true;
  }

  #giveUp(): void {
    this.#repeats = true;
    this.#slots = new Int32Array(0);
  }
}

/** Finaliser of MurmurHash3 (Austin Appleby, public domain) with a factor of choice. */
function mix(value: number, factor: number): number {
  let hash = Math.imul(value ^ (value >>> 16), factor);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return hash ^ (hash >>> 16);
}
